package dev.headroom.controller.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.controller.whatif.WhatIf;
import dev.headroom.journal.Recorded;
import dev.headroom.spec.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Answers what another policy would have done. One is simulated at a time, on a thread of its own, and none for long: the loops
 * come first.
 */
final class Trials {

    private static final Duration LONGEST = Duration.ofDays(31);
    private static final long SECONDS = 60;
    private static final int MOST_DECISIONS = 50_000;
    private static final int PAGE = 5_000;
    private static final int STEPS = 360;

    private final Semaphore place = new Semaphore(1);

    static Reply answer(Api api, Call call) {
        return api.trials().run(api, call);
    }

    private Reply run(Api api, Call call) {
        String name = call.path("name");
        api.workload(name);
        JsonNode body = call.object();
        String policy = text(call, body, "policy");
        String yaml = text(call, body, "yaml");
        if ((policy == null) == (yaml == null)) {
            call.wrong("give 'policy' with one of " + String.join(", ", WhatIf.names())
                    + ", or 'yaml' with keys of a workload, such as policies and guardrails");
        } else if (policy != null && !WhatIf.names().contains(policy)) {
            call.wrong("there is no policy '" + policy + "'; there are " + String.join(", ", WhatIf.names()));
        }
        String written = text(call, body, "span");
        Duration span = Durations.parse(written == null ? "1d" : written).orElse(Duration.ZERO);
        if (span.compareTo(Duration.ofMinutes(5)) < 0 || span.compareTo(LONGEST) > 0) {
            call.wrong("'span' must be a duration from 5m to 31d, such as 7d");
        }
        call.check();
        Instant to = api.console().controller().now();
        Instant from = to.minus(span);
        if (!place.tryAcquire()) {
            throw Problem.unavailable("another simulation is running; try again in a minute");
        }
        try {
            List<Recorded> decisions = api.stored(() -> read(api, name, from, to));
            Instant begin = decisions.isEmpty() || decisions.get(0).at().isBefore(from)
                    ? from
                    : decisions.get(0).at();
            String other = policy == null ? String.valueOf(yaml) : policy;
            return new Reply.Document(view(within(api, name, other, decisions, begin, to), begin, to));
        } finally {
            place.release();
        }
    }

    private static @Nullable String text(Call call, JsonNode body, String key) {
        JsonNode value = body.get(key);
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isTextual()) {
            call.wrong("'" + key + "' must be a text");
            return null;
        }
        return value.textValue();
    }

    private static List<Recorded> read(Api api, String name, Instant from, Instant to) {
        List<Recorded> all = new ArrayList<>();
        Instant begin = from;
        while (all.size() < MOST_DECISIONS) {
            List<Recorded> page = api.console().decisions(name, begin, to, PAGE);
            all.addAll(page);
            if (page.size() < PAGE) {
                return all;
            }
            begin = page.get(page.size() - 1).at().plusMillis(1);
        }
        throw Problem.refused(
                List.of("more than " + MOST_DECISIONS + " decisions were recorded in that span; choose a shorter one"));
    }

    private static WhatIf within(
            Api api, String name, String other, List<Recorded> decisions, Instant from, Instant to) {
        CompletableFuture<WhatIf> answer = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("api-what-if").start(() -> {
            try {
                answer.complete(WhatIf.of(
                        api.console().spec(), api.settings().folder(), name, other, decisions, from, to, share -> {
                            if (answer.isDone()) {
                                throw new CancellationException("nobody waits any more");
                            }
                        }));
            } catch (RuntimeException | Error e) {
                answer.completeExceptionally(e);
            }
        });
        try {
            return answer.get(SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw Problem.refused(
                    List.of("the simulation takes longer than " + SECONDS + " s here; choose a shorter span"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.unavailable("the controller is stopping");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IllegalArgumentException wrong) {
                throw Problem.refused(String.valueOf(wrong.getMessage()).lines().toList());
            }
            throw new IllegalStateException("the simulation failed", e.getCause());
        } finally {
            answer.cancel(false);
        }
    }

    private static Views.WhatIfView view(WhatIf w, Instant from, Instant to) {
        double stepMillis = Duration.between(from, to).toMillis() / (double) STEPS;
        return new Views.WhatIfView(
                from,
                to,
                w.demand().signal(),
                w.demand().covered(),
                Shown.word(w.mode()),
                stepMillis / 1000,
                w.runs().stream().map(r -> run(r, from, stepMillis)).toList(),
                w.notes());
    }

    private static Views.RunView run(WhatIf.Run r, Instant from, double stepMillis) {
        double[] desired = new double[STEPS];
        java.util.Arrays.fill(desired, Double.NaN);
        for (int i = 0; i < r.at().length; i++) {
            int step = (int) (Duration.between(from, r.at()[i]).toMillis() / stepMillis);
            if (step >= 0 && step < STEPS) {
                desired[step] = Double.isNaN(desired[step]) ? r.desired()[i] : Math.max(desired[step], r.desired()[i]);
            }
        }
        return new Views.RunView(
                r.name(),
                r.attainment(),
                r.cost(),
                r.currency(),
                r.replicaHours(),
                r.changes(),
                r.p95Seconds(),
                desired);
    }
}
