package dev.headroom.simulator;

/** How many machines each zone has, and which zones are out. */
final class ZoneMap {
    private final Zones config;
    private final int[] machines;
    /** Outages that have begun and not ended; they may overlap. */
    private final int[] out;

    ZoneMap(Zones config) {
        this.config = config;
        this.machines = new int[config.count()];
        this.out = new int[config.count()];
    }

    /** Adds the begins and ends of all outages that end after the begin of the simulation. */
    void schedule(EventHeap heap, long epochMillis) {
        for (int i = 0; i < config.outages().size(); i++) {
            Zones.Outage o = config.outages().get(i);
            long from = (o.atMillis() - epochMillis) * 1_000_000;
            long to = from + ReplicaPool.nanos(o.seconds());
            if (to > 0) {
                heap.add(Math.max(0, from), Simulation.WORLD, Simulation.ZONE, 2 * i);
                heap.add(to, Simulation.WORLD, Simulation.ZONE, 2 * i + 1);
            }
        }
    }

    /** An outage begins or ends. Returns the zone that is out from now on, −1 if none more is. */
    int change(int payload) {
        int zone = config.outages().get(payload / 2).zone() - 1;
        out[zone] += payload % 2 == 0 ? 1 : -1;
        return payload % 2 == 0 ? zone : -1;
    }

    /** The zone for the next machine, which is counted there; −1 when all are out. */
    int take() {
        int best = -1;
        for (int z = 0; z < machines.length; z++) {
            if (out[z] == 0 && (best < 0 || machines[z] < machines[best])) {
                best = z;
            }
        }
        if (best >= 0) {
            machines[best]++;
        }
        return best;
    }

    /** A machine of a zone is no more. */
    void give(int zone) {
        machines[zone]--;
    }

    boolean isOut(int zone) {
        return out[zone] > 0;
    }
}
