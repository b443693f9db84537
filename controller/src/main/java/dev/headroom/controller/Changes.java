package dev.headroom.controller;

import dev.headroom.spec.SourceSpec;
import dev.headroom.spec.WorkloadSpec;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * What one spec changes of another in the control of workloads.
 *
 * @param both workloads of both that are decided differently, or by other sources
 * @param added workloads of the next one alone
 * @param dropped workloads of the former one alone
 */
record Changes(Set<String> both, Set<String> added, Set<String> dropped) {

    static Changes between(InForce former, InForce next) {
        Set<String> both = new TreeSet<>();
        Set<String> added = new TreeSet<>();
        next.spec().workloads().forEach((name, w) -> {
            WorkloadSpec before = former.spec().workloads().get(name);
            if (before == null) {
                added.add(name);
            } else if (!before.equals(w) || !sameSources(w, former, next)) {
                both.add(name);
            }
        });
        Set<String> dropped = new TreeSet<>(former.spec().workloads().keySet());
        dropped.removeAll(next.spec().workloads().keySet());
        return new Changes(both, added, dropped);
    }

    private static boolean sameSources(WorkloadSpec w, InForce former, InForce next) {
        return w.workload().signals().stream().allMatch(s -> {
            SourceSpec before = former.spec().sources().get(s.source());
            return Objects.equals(before, next.spec().sources().get(s.source()));
        });
    }

    /** All of them, in order. */
    Set<String> all() {
        Set<String> all = new TreeSet<>(both);
        all.addAll(added);
        all.addAll(dropped);
        return all;
    }

    /** Those that the next spec decides for. */
    Set<String> decided() {
        Set<String> decided = new TreeSet<>(both);
        decided.addAll(added);
        return decided;
    }
}
