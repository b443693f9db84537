package dev.headroom.spec;

/** The whole of a traffic file. */
final class TrafficFile extends Table<TrafficSpec> {

    static final TrafficFile TABLE = new TrafficFile();

    private final Key<TrafficSpec, TrafficSpec> traffic;

    private TrafficFile() {
        super("traffic.yaml", "The whole of a traffic file.");
        required(
                "apiVersion",
                Word.of("a version of the spec", String.class, Spec.API_VERSION, Spec.API_VERSION),
                "Version of the spec.",
                t -> Spec.API_VERSION);
        traffic = required("traffic", new TrafficTable(), "The traffic.", t -> t);
    }

    @Override
    TrafficSpec build(Fields f) {
        return f.get(traffic);
    }

    @Override
    String mendUnknown(String key) {
        return key.equals("workloads")
                ? "traffic is a file of its own; the workloads' spec is another one"
                : super.mendUnknown(key);
    }
}
