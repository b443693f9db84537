package dev.headroom.controller;

import dev.headroom.engine.loop.Leases;
import dev.headroom.engine.loop.Leases.Lease;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.zip.CRC32C;

/**
 * Which workloads are this controller's. Every controller holds a lease that says it is alive, and all of them reckon the same
 * shares from those: workloads are in at most {@value #GROUPS} groups by their names, each group goes to the member that ranks
 * first for it (rendezvous hashing) and is not full yet, and full is an equal share of the workloads. So few change hands when
 * a controller comes or goes. A group is given up before another takes it.
 */
final class Shares {

    private static final int GROUPS = 256;
    private static final String MEMBER = "controller/";

    private final Leases leases;
    private final String holder;
    private final Supplier<Duration> length;
    private final Timing timing;
    private final Map<String, Hold> holds = new ConcurrentHashMap<>();

    Shares(Leases leases, String holder, Supplier<Duration> length, Timing timing) {
        this.leases = leases;
        this.holder = holder;
        this.length = length;
        this.timing = timing;
    }

    /** The group of a workload: of its name alone, so that controllers with different specs mean the same. */
    static String group(String workload) {
        return "workloads/" + hash("", workload) % GROUPS;
    }

    /**
     * Renews, takes and gives up leases.
     *
     * @return groups that this one should hold no more; they are held until {@link #giveUp} says that all is at rest
     * @throws IllegalStateException if the leases cannot be reached; what is held ends by itself
     */
    List<String> beat(Collection<String> workloads) {
        hold(MEMBER + holder);
        List<Lease> held = leases.held();
        List<String> members = new ArrayList<>();
        Map<String, String> holders = new HashMap<>();
        for (Lease l : held) {
            if (l.name().startsWith(MEMBER)) {
                members.add(l.holder());
            } else {
                holders.put(l.name(), l.holder());
            }
        }
        if (!members.contains(holder)) {
            members.add(holder);
        }
        Map<String, Integer> sizes = new TreeMap<>();
        workloads.forEach(w -> sizes.merge(group(w), 1, Integer::sum));
        Map<String, String> owners = assign(sizes, members);
        List<String> tooMany = new ArrayList<>();
        for (String group : sizes.keySet()) {
            if (holder.equals(owners.get(group))) {
                String other = holders.get(group);
                if (other == null || other.equals(holder)) {
                    hold(group);
                }
            } else if (holds.containsKey(group)) {
                // Kept alive until its workloads are at rest.
                hold(group);
                tooMany.add(group);
            }
        }
        for (String group : List.copyOf(holds.keySet())) {
            if (!group.startsWith(MEMBER) && !sizes.containsKey(group)) {
                tooMany.add(group);
            }
        }
        return tooMany;
    }

    private void hold(String name) {
        Duration span = length.get();
        long until = timing.nanos() + span.toNanos();
        Optional<Lease> lease = leases.acquire(name, holder, span);
        Hold known = holds.get(name);
        if (lease.isEmpty()) {
            if (known != null) {
                known.lost();
                holds.remove(name);
            }
        } else if (known != null && known.lease().token() == lease.get().token()) {
            known.renewed(until);
        } else {
            if (known != null) {
                known.lost();
            }
            holds.put(name, new Hold(lease.get(), until));
        }
    }

    /** The hold on a workload; empty when it is not this controller's. */
    Optional<Hold> of(String workload) {
        return Optional.ofNullable(holds.get(group(workload)));
    }

    /** Gives a group up: nobody here acts on its workloads any more. */
    void giveUp(String group) {
        Hold hold = holds.remove(group);
        if (hold != null) {
            hold.lost();
            leases.release(hold.lease());
        }
    }

    /** Gives everything up. */
    void giveUpAll() {
        List.copyOf(holds.keySet()).forEach(this::giveUp);
    }

    /** The owner of each group. */
    static Map<String, String> assign(Map<String, Integer> sizes, List<String> members) {
        int all = sizes.values().stream().mapToInt(Integer::intValue).sum();
        int full = (all + members.size() - 1) / members.size();
        Map<String, Integer> load = new HashMap<>();
        Map<String, String> owners = new HashMap<>();
        for (Map.Entry<String, Integer> group : sizes.entrySet()) {
            List<String> ranked = new ArrayList<>(members);
            ranked.sort(Comparator.<String>comparingLong(m -> hash(m, group.getKey()))
                    .reversed()
                    .thenComparing(Comparator.naturalOrder()));
            String owner = ranked.stream()
                    .filter(m -> load.getOrDefault(m, 0) + group.getValue() <= full)
                    .findFirst()
                    .orElseGet(() -> ranked.stream()
                            .min(Comparator.comparingInt(m -> load.getOrDefault(m, 0)))
                            .orElseThrow());
            owners.put(group.getKey(), owner);
            load.merge(owner, group.getValue(), Integer::sum);
        }
        return owners;
    }

    private static long hash(String a, String b) {
        CRC32C crc = new CRC32C();
        crc.update((a + "\n" + b).getBytes(StandardCharsets.UTF_8));
        // A checksum is linear; mixed, one letter changes every bit.
        long x = crc.getValue() * 0x9E3779B97F4A7C15L;
        x = (x ^ (x >>> 32)) * 0xD6E8FEB86659FD93L;
        return (x ^ (x >>> 32)) >>> 1;
    }
}
