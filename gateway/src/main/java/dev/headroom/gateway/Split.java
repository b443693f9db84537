package dev.headroom.gateway;

import dev.headroom.spec.GatewaySpec.Revert;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which upstream of a route gets the next request: shares, and the return of a share to the first upstream when the other
 * fails too often. What has returned stays so until the gateway is started anew: somebody has to look first.
 */
final class Split {

    private static final long MINUTE = 60_000_000_000L;

    private final List<String> names;
    private final double[] shares;
    private final @Nullable Revert revert;
    private final int[] seen;
    private final int[] failed;
    private final boolean[] returned;
    private long began;

    Split(Map<String, Double> shares, @Nullable Revert revert) {
        this.names = new ArrayList<>(shares.keySet());
        this.shares = shares.values().stream().mapToDouble(d -> d).toArray();
        this.revert = revert;
        this.seen = new int[names.size()];
        this.failed = new int[names.size()];
        this.returned = new boolean[names.size()];
    }

    /**
     * The upstream for a request.
     *
     * @param random from 0 up to, not including, 1
     */
    String choose(double random) {
        if (names.size() == 1) {
            return names.getFirst();
        }
        synchronized (this) {
            double left = random;
            for (int i = 0; i < shares.length; i++) {
                left -= shares[i];
                if (left < 0) {
                    return returned[i] ? names.getFirst() : names.get(i);
                }
            }
            return names.getFirst();
        }
    }

    /** An answer of an upstream; true when its share returns to the first just now. */
    boolean answered(String name, boolean bad, long now) {
        int i = names.indexOf(name);
        if (revert == null || i <= 0) {
            return false;
        }
        synchronized (this) {
            if (now - began > MINUTE) {
                began = now;
                Arrays.fill(seen, 0);
                Arrays.fill(failed, 0);
            }
            seen[i]++;
            failed[i] += bad ? 1 : 0;
            if (!returned[i] && seen[i] >= revert.requests() && failed[i] > revert.errors() * seen[i]) {
                returned[i] = true;
                return true;
            }
            return false;
        }
    }

    /** Upstreams that have lost their share. */
    synchronized List<String> returned() {
        List<String> out = new ArrayList<>();
        for (int i = 0; i < returned.length; i++) {
            if (returned[i]) {
                out.add(names.get(i));
            }
        }
        return out;
    }
}
