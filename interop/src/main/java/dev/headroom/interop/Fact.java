package dev.headroom.interop;

/** Something of a workload that other systems do not say and a simulation needs. */
public enum Fact {
    BOOT("--boot", "60s", "from asking for a replica until it takes work"),
    SERVICE_TIME("--service-time", "100ms", "the mean time of a request or item without waiting"),
    CONCURRENCY("--concurrency", "10", "requests or items that a replica works on at the same time"),
    LATENCY("--latency", "500ms", "the response time to keep for 95 % of the requests"),
    DEADLINE("--deadline", "10m", "the time within which a queued item shall be done"),
    PRICE("--price", "\"0.05 USD/h\"", "what a replica costs");

    private final String flag;
    private final String example;
    private final String what;

    Fact(String flag, String example, String what) {
        this.flag = flag;
        this.example = example;
        this.what = what;
    }

    /** The option that gives it. */
    public String flag() {
        return flag;
    }

    /** A value as it could be given. */
    public String example() {
        return example;
    }

    /** What it is, a part of a sentence. */
    public String what() {
        return what;
    }
}
