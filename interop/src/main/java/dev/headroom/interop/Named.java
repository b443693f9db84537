package dev.headroom.interop;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Workloads of an import have names of their own. */
final class Named {

    private Named() {}

    /**
     * The same workloads.
     *
     * @throws Unreadable when two have the same name
     */
    static List<Sketch> apart(List<Sketch> workloads) {
        Set<String> seen = new HashSet<>();
        for (Sketch w : workloads) {
            if (!seen.add(w.name())) {
                throw new Unreadable("two workloads are called " + w.name() + "; import their files one by one");
            }
        }
        return workloads;
    }
}
