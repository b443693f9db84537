package dev.headroom.forecast.analysis;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import java.util.Set;

/**
 * What a service should have to carry the traffic.
 *
 * @param capacity what it was worked out for
 * @param min fewest replicas: what the quietest twentieth of the hours needs, two at least if the median hour needs as many
 * @param baseline replicas that the median hour needs
 * @param max most replicas: the highest rate seen, a fifth more, and four weeks of a certain trend
 * @param eventReplicas replicas that the highest event needed; 0 without events
 * @param trigger requests per second and replica at which to add replicas
 * @param triggerShare the same as a share of what a replica can do: the capacity's aim, less where traffic rises more while
 *     a replica comes up, but not below 40 %
 * @param lead how long before it is needed capacity should be asked for: boot and warm-up, and half a step of the analysis,
 *     within which nothing tells when the rise begins
 * @param schedule entries to add; none where the day is too flat, or where they would have been wrong on most days
 * @param confidence in [0, 1]: weeks seen of four × share of the variance that the season explains × share of steps known
 */
public record Advice(
        Capacity capacity,
        int min,
        int baseline,
        int max,
        int eventReplicas,
        double trigger,
        double triggerShare,
        Duration lead,
        List<Entry> schedule,
        double confidence) {

    /**
     * An entry of a schedule.
     *
     * @param name for explanations
     * @param days on which it begins
     * @param at begin on the wall
     * @param length how long it holds; zero until the next entry without a length
     * @param min replicas
     * @param raises whether it is more than before, and so needs the lead
     * @param confidence share of the past days on which the hours of the entry needed what it foresees, give or take a quarter or a replica; of
     *     an event that comes again, the share of the periods in which it came
     */
    public record Entry(
            String name,
            Set<DayOfWeek> days,
            LocalTime at,
            Duration length,
            int min,
            boolean raises,
            double confidence) {
        public Entry {
            days = Set.copyOf(days);
        }
    }

    public Advice {
        schedule = List.copyOf(schedule);
    }
}
