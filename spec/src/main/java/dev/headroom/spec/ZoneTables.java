package dev.headroom.spec;

import dev.headroom.spec.SupplySpec.Outage;
import dev.headroom.spec.SupplySpec.Zones;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Availability zones; their number alone is the short form. */
final class ZoneTables {

    private ZoneTables() {}

    private static final int MOST = 100;

    static final Form<Zones> ZONES = new Brief<>(
            Values.count(1),
            n -> new Zones(n, List.of()),
            z -> z.outages().isEmpty() ? z.count() : null,
            new ZonesTable());

    private static final class ZonesTable extends Table<Zones> {
        private final Key<Zones, Integer> count =
                required("count", Values.count(1), "How many there are.", Zones::count);
        private final Key<Zones, List<Outage>> outages = fallback(
                "outages",
                ListForm.orOne(new OutageTable()),
                "When a zone is out: all it has is lost at once, and nothing is had there meanwhile.",
                List.of(),
                Zones::outages);

        ZonesTable() {
            super("zones", "Availability zones. A new machine is had in the zone that has the fewest.");
        }

        @Override
        Zones build(Fields f) {
            if (f.get(count) > MOST) {
                f.at(count).error("there are at most " + MOST + " zones", "");
            }
            List<Outage> all = f.get(outages);
            for (int i = 0; i < all.size(); i++) {
                if (all.get(i).zone() > f.get(count)) {
                    Cursor at = f.at(outages);
                    List<Cursor> items = at.isList() ? at.items("a list") : null;
                    (items == null ? at : items.get(i))
                            .errorAtName(
                                    "there is no zone " + all.get(i).zone() + " among " + f.get(count),
                                    "write a zone from 1 to " + f.get(count));
                }
            }
            return new Zones(f.get(count), all);
        }
    }

    private static final class OutageTable extends Table<Outage> {
        private final Key<Outage, Integer> zone =
                required("zone", Values.count(1), "Which zone, from 1.", Outage::zone);
        private final Key<Outage, Moment> at = required(
                "at", Moment.FORM, "Begin; in the spec's time zone, or with one of its own.", o -> Moment.at(o.at()));
        private final Key<Outage, Duration> lasts = required("for", Values.DURATION, "How long.", Outage::lasts);

        OutageTable() {
            super("outage", "A zone that is out for a time.");
        }

        @Override
        Outage build(Fields f) {
            if (f.get(lasts).isZero()) {
                f.at(lasts).error("an outage of 0 is none", "write a duration such as 30m");
            }
            Instant begin = f.get(at).in(f.reading().zone());
            return new Outage(f.get(zone), begin, f.get(lasts));
        }
    }
}
