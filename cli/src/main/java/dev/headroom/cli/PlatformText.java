package dev.headroom.cli;

import dev.headroom.simulator.Platform;
import dev.headroom.simulator.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the platform gave, refused and took in a simulation, for people and for programs. */
final class PlatformText {

    private PlatformText() {}

    /** Adds it to the fields of a result. */
    static void fields(Platform p, Map<String, Object> f) {
        f.put("launches", p.launches());
        f.put("failedLaunches", p.failedLaunches());
        f.put("refusedLaunches", p.refusedLaunches());
        f.put("warmStarts", p.warmStarts());
        f.put("interruptions", p.interruptions());
        f.put("lostWithZone", p.lost());
        f.put("nodeLaunches", p.nodeLaunches());
        f.put("nodeHours", SimulationOutput.number(p.nodeHours()));
        f.put("onDemandCost", SimulationOutput.number(p.onDemandCost()));
        f.put("spotCost", SimulationOutput.number(p.spotCost()));
        f.put("spareCost", SimulationOutput.number(p.spareCost()));
    }

    /** What was out of the ordinary, in words; null when nothing was. */
    static @Nullable String of(Result r) {
        Platform p = r.platform();
        List<String> parts = new ArrayList<>();
        if (p.spotCost() > 0) {
            parts.add(SimulationOutput.percent(p.spotCost() / p.cost()) + " of the cost is spot");
        }
        count(parts, p.interruptions(), "spot machine was taken back", "spot machines were taken back");
        count(parts, p.lost(), "machine was lost with its zone", "machines were lost with their zone");
        count(parts, p.warmStarts(), "start from the warm pool", "starts from the warm pool");
        count(parts, p.failedLaunches(), "launch failed", "launches failed");
        count(
                parts,
                p.refusedLaunches(),
                "launch was refused for want of capacity",
                "launches were refused for want of" + " capacity");
        if (p.nodeHours() > 0) {
            parts.add(SimulationOutput.plain(p.nodeHours()) + " node-hours");
        }
        return parts.isEmpty() ? null : String.join(", ", parts);
    }

    private static void count(List<String> parts, long n, String one, String many) {
        if (n > 0) {
            parts.add(String.format(Locale.ROOT, "%,d %s", n, n == 1 ? one : many));
        }
    }
}
