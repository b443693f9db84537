package dev.headroom.planner.sizer;

import dev.headroom.planner.quantity.Expression;
import dev.headroom.planner.quantity.Fraction;
import dev.headroom.planner.sizer.Draft.Bound;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The pairs of CPU and memory that AWS Fargate sells tasks in (Amazon ECS developer guide, "Task CPU and memory"; Linux, 2024).
 */
final class FargateSizes {

    /** vCPU in 1/1024 → least, most and step of memory in MiB. */
    private static final Map<Integer, int[]> SIZES = new TreeMap<>(Map.of(
            256, new int[] {512, 2048, 512},
            512, new int[] {1024, 4096, 1024},
            1024, new int[] {2048, 8192, 1024},
            2048, new int[] {4096, 16384, 1024},
            4096, new int[] {8192, 30720, 1024},
            8192, new int[] {16384, 61440, 4096},
            16384, new int[] {32768, 122880, 8192}));

    private FargateSizes() {}

    /** Checks {@code cpu} and {@code memory} of a task, and tells the nearest pair that is sold. */
    static void check(Sizing s) {
        Expression cpu = s.need("cpu", "vCPU", Bound.POSITIVE, "virtual processors of a task");
        Expression memory = s.need("memory", "GiB", Bound.POSITIVE, "memory of a task");
        s.draft().check(new Check(figures -> {
            Fraction units = figures.value(cpu.text()).base().times(Fraction.of(1024));
            Fraction mebibytes = figures.value(memory.text()).base().over(Fraction.of(1024 * 1024));
            String near = nearest(units, mebibytes);
            return near.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Check.Contradiction(
                            "no-such-task-size",
                            s.path("cpu"),
                            "Fargate sells no task of " + figures.value(cpu.text()) + " with "
                                    + figures.value(memory.text()),
                            "the smallest that has both is " + near));
        }));
    }

    /** The smallest pair that has both; empty when the pair itself is sold. */
    private static String nearest(Fraction units, Fraction mebibytes) {
        List<String> enough = new ArrayList<>();
        for (Map.Entry<Integer, int[]> size : SIZES.entrySet()) {
            int[] m = size.getValue();
            if (Fraction.of(size.getKey()).compareTo(units) < 0) {
                continue;
            }
            for (int mib = m[0]; mib <= m[1]; mib += mib == 512 ? 512 : m[2]) {
                boolean exact = Fraction.of(size.getKey()).equals(units)
                        && Fraction.of(mib).equals(mebibytes);
                if (exact) {
                    return "";
                }
                if (Fraction.of(mib).compareTo(mebibytes) >= 0) {
                    enough.add(size.getKey() / 1024.0 + " vCPU with " + mib / 1024.0 + " GiB");
                }
            }
        }
        return enough.isEmpty() ? "16 vCPU with 120 GiB, which is too small" : enough.getFirst();
    }
}
