package dev.headroom.interop;

import dev.headroom.engine.policy.Scheduled;
import dev.headroom.spec.Spec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The schedules of a workload in AWS, in their own time zones. */
record AwsSchedules(Spec spec, Subject w) {

    /** The schedule of an Auto Scaling group as resources: five cron fields and a time zone. */
    void group(Scheduled schedule, AwsStack stack, Object group) {
        List<Crons.Change> changes = changes(schedule);
        for (int i = 0; i < changes.size(); i++) {
            Crons.Change c = changes.get(i);
            stack.add(
                    AwsStack.id(w.name(), c.name(), Integer.toString(i + 1)),
                    "AWS::AutoScaling::ScheduledAction",
                    Tree.of(
                            "AutoScalingGroupName",
                            group,
                            "MinSize",
                            min(c),
                            "MaxSize",
                            max(c),
                            "Recurrence",
                            c.cron().isEmpty() ? null : c.cron(),
                            "TimeZone",
                            c.cron().isEmpty() ? null : zone(c),
                            "StartTime",
                            c.cron().isEmpty() ? c.at().toString() : null));
        }
    }

    /** The schedule as the actions of a scalable target: six cron fields, with a question mark for the free kind of day. */
    List<Map<String, Object>> actions() {
        List<Map<String, Object>> out = new ArrayList<>();
        for (Scheduled s : w.policies(Scheduled.class)) {
            for (Crons.Change c : changes(s)) {
                out.add(Tree.of(
                        "ScheduledActionName",
                        w.label() + "-" + (out.size() + 1) + "-" + c.name().replaceAll("[^A-Za-z0-9]+", "-"),
                        "Schedule",
                        c.cron().isEmpty()
                                ? "at("
                                        + c.at().atZone(c.zone())
                                                .toLocalDateTime()
                                                .withNano(0) + seconds(c) + ")"
                                : sixFields(c.cron()),
                        "Timezone",
                        zone(c),
                        "ScalableTargetAction",
                        Tree.of("MinCapacity", min(c), "MaxCapacity", max(c))));
            }
        }
        return out;
    }

    private static String seconds(Crons.Change c) {
        return c.at().atZone(c.zone()).getSecond() == 0 ? ":00" : "";
    }

    private List<Crons.Change> changes(Scheduled schedule) {
        List<Crons.Change> changes = Crons.changes(schedule, spec.timezone());
        schedule.entries().stream()
                .filter(e -> changes.stream().noneMatch(c -> c.name().equals(e.name())))
                .forEach(e -> w.lost(AwsScaling.CRON, e.name()));
        Crons.overlaps(schedule).forEach(o -> w.lost(AwsScaling.OVERLAP, o));
        return changes;
    }

    private int min(Crons.Change c) {
        return c.min() >= 0 ? Math.min(c.min(), w.max()) : w.min();
    }

    private int max(Crons.Change c) {
        return c.max() >= 0 ? Math.max(c.max(), min(c)) : w.max();
    }

    private static String zone(Crons.Change c) {
        return c.zone().getId().equals("Z") ? "Etc/UTC" : c.zone().getId();
    }

    /** Five fields of Unix as six of AWS: Sunday is 1 there, and one of the two kinds of day must be a question mark. */
    static String sixFields(String cron) {
        String[] f = cron.split("\\s+", -1);
        String day = f[2];
        String week = f[4];
        if (week.equals("*")) {
            week = "?";
        } else {
            week = java.util.regex.Pattern.compile("\\d+")
                    .matcher(week)
                    .replaceAll(m -> Integer.toString(Integer.parseInt(m.group()) % 7 + 1));
            day = "?";
        }
        return "cron(" + f[0] + " " + f[1] + " " + day + " " + f[3] + " " + week.toUpperCase(java.util.Locale.ROOT)
                + " *)";
    }
}
