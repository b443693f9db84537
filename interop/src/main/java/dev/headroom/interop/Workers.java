package dev.headroom.interop;

import java.util.List;

/** Panels over the metrics that the workers of a queue tell, scraped under a job with the workload's name. */
final class Workers {

    private Workers() {}

    static void panels(Subject w, Panels panels) {
        String job = "{job=\"" + w.label() + "\"}";
        panels.add(
                "Queue: messages",
                "none",
                List.of(Panels.line("{{state}}", "max by (state) (headroom_worker_queue_messages" + job + ")")));
        panels.add(
                "Queue: messages a second",
                "none",
                List.of(Panels.line(
                        "{{outcome}}", "sum by (outcome) (rate(headroom_worker_messages_total" + job + "[5m]))")));
        panels.add(
                "Stages: messages in each",
                "none",
                List.of(Panels.line("{{stage}}", "sum by (stage) (headroom_worker_stage_in_flight" + job + ")")));
        panels.add(
                "Stages: time in each",
                "s",
                List.of(Panels.line(
                        "{{stage}}",
                        "sum by (stage) (rate(headroom_worker_stage_seconds_sum" + job
                                + "[5m])) / sum by (stage) (rate(headroom_worker_stage_seconds_count" + job
                                + "[5m]))")));
    }
}
