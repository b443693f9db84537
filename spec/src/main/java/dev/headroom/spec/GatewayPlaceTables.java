package dev.headroom.spec;

import dev.headroom.spec.GatewaySpec.Near;
import dev.headroom.spec.GatewaySpec.Place;
import dev.headroom.spec.GatewaySpec.Server;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Where the gateway and its servers are, and when requests leave the gateway's zone and region. */
final class GatewayPlaceTables {

    private static final Scalar<String> NAME = Values.TEXT;

    private GatewayPlaceTables() {}

    /** Where the gateway is. */
    static final class PlaceTable extends Table<Place> {
        private final Key<Place, String> region =
                optional("region", NAME, "Region, such as tokyo.", "that of all servers", Place::region);
        private final Key<Place, String> zone =
                optional("zone", NAME, "Zone of that region, such as tokyo-a.", "no zone is preferred", Place::zone);

        PlaceTable() {
            super("gateway-place", "Where the gateway is.");
        }

        @Override
        Place build(Fields f) {
            return new Place(f.find(region), f.find(zone));
        }
    }

    /** When requests leave zone and region. */
    static final class NearTable extends Table<Near> {
        static final Near USUAL = new Near(0.7, 0.5, 0.2, Duration.ofSeconds(30));

        private final Key<Near, Double> zone = fallback(
                "zone",
                Values.SHARE,
                "Part of the zone's fair share of its region's servers that must be well for requests to stay in the zone.",
                USUAL.zone(),
                Near::zone);
        private final Key<Near, Double> region = fallback(
                "region",
                Values.SHARE,
                "Share of the region's servers that must be well for requests to stay in the region.",
                USUAL.region(),
                Near::region);
        private final Key<Near, Double> margin = fallback(
                "margin",
                Values.SHARE,
                "How much more than that must be well for all requests to come back.",
                USUAL.margin(),
                Near::margin);
        private final Key<Near, Duration> hold = fallback(
                "hold", Values.DURATION, "How long more must be well before more come back.", USUAL.hold(), Near::hold);

        NearTable() {
            super("gateway-near", "When requests leave the gateway's zone and region, and come back.");
        }

        @Override
        Near build(Fields f) {
            for (Key<Near, Double> share : List.of(zone, region)) {
                if (f.get(share) + f.get(margin) > 1) {
                    f.at(f.has(share) ? share : margin)
                            .error(
                                    share.name()
                                            + " and margin are more than 100% together, so nothing would come back",
                                    "make one of them smaller");
                }
            }
            return new Near(f.get(zone), f.get(region), f.get(margin), f.get(hold));
        }
    }

    /** A server: its address, or a mapping that says where it is too. */
    static final class ServerForm extends Form<Server> {
        static final ServerForm FORM = new ServerForm();

        private static final ServerTable TABLE = new ServerTable();

        @Override
        @Nullable
        Server read(Cursor at) {
            if (!at.isScalar()) {
                return TABLE.read(at);
            }
            String url = GatewayForms.SERVER.read(at);
            return url == null ? null : new Server(url, null, null);
        }

        @Override
        Object write(Server value, Writing to) {
            return value.region() == null && value.zone() == null ? value.url() : TABLE.write(value, to);
        }

        @Override
        Map<String, Object> schema(Schemas schemas) {
            return Schemas.of("anyOf", List.of(GatewayForms.SERVER.schema(schemas), TABLE.schema(schemas)));
        }

        @Override
        String kind() {
            return GatewayForms.SERVER.kind() + " or " + TABLE.kind();
        }

        @Override
        String noun() {
            return GatewayForms.SERVER.noun();
        }

        @Override
        String example() {
            return GatewayForms.SERVER.example();
        }

        @Override
        void tables(Consumer<Table<?>> visitor) {
            TABLE.tables(visitor);
        }
    }

    private static final class ServerTable extends Table<Server> {
        private final Key<Server, String> url = required("url", GatewayForms.SERVER, "Its address.", Server::url);
        private final Key<Server, String> region =
                optional("region", NAME, "Its region.", "the gateway's", Server::region);
        private final Key<Server, String> zone = optional("zone", NAME, "Its zone.", "not known", Server::zone);

        ServerTable() {
            super("gateway-server", "A server, and where it is.");
        }

        @Override
        Server build(Fields f) {
            return new Server(f.get(url), f.find(region), f.find(zone));
        }
    }
}
