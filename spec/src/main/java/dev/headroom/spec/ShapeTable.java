package dev.headroom.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A shape of traffic: a mapping with the name of one shape as its only key. Sums and products have shapes in them. */
final class ShapeTable extends Table<ShapeSpec> {

    static final ShapeTable TABLE = new ShapeTable();

    private static final int MOST_PARTS = 100;

    private final List<Key<ShapeSpec, ? extends ShapeSpec>> shapes = new ArrayList<>();
    private final Key<ShapeSpec, ShapeSpec.Sum> sum;
    private final Key<ShapeSpec, ShapeSpec.Product> product;

    private ShapeTable() {
        super("shape", "A course over time: one of these. Levels in events/s make it a rate, percentages a factor.");
        sum = shape(
                "sum",
                parts(ShapeSpec.Sum::new, ShapeSpec.Sum::parts),
                "Parts that come on top of each other: all rates, or all factors.",
                ShapeSpec.Sum.class);
        product = shape(
                "product",
                parts(ShapeSpec.Product::new, ShapeSpec.Product::parts),
                "Parts that are multiplied: factors, and one rate at most.",
                ShapeSpec.Product.class);
        shape(
                "constant",
                new Mapped<>(TrafficValues.AMOUNT, ShapeSpec.Constant::new, ShapeSpec.Constant::level),
                "The same at all times.",
                ShapeSpec.Constant.class);
        shape(
                "daily",
                new Mapped<>(TrafficValues.POINTS, ShapeSpec.Daily::new, ShapeSpec.Daily::points),
                "A smooth daily curve through points, by the clock on the wall.",
                ShapeSpec.Daily.class);
        shape(
                "weekly",
                new Mapped<>(TrafficValues.DAYS, ShapeSpec.Weekly::new, ShapeSpec.Weekly::days),
                "Days of the week that differ; the others are at 100%.",
                ShapeSpec.Weekly.class);
        shape("prime-time", new EventTables.PrimeTime(), "Hours of the day that differ.", ShapeSpec.PrimeTime.class);
        shape("flash", new EventTables.Flash(), "A flash crowd: sharp rise, slow decay.", ShapeSpec.Flash.class);
        shape("step", new EventTables.Step(), "To another level, at once or nearly so.", ShapeSpec.Step.class);
        shape("ramp", new EventTables.Ramp(), "Straight to another level, which stays.", ShapeSpec.Ramp.class);
        shape("on-off", new RandomTables.OnOff(), "Turns of work and rest.", ShapeSpec.OnOff.class);
        shape("noise", new RandomTables.Noise(), "Random change with a short memory.", ShapeSpec.Noise.class);
        shape("bursts", new RandomTables.Bursts(), "Random change at every time scale.", ShapeSpec.Bursts.class);
    }

    private <S extends ShapeSpec> Key<ShapeSpec, S> shape(String name, Form<S> form, String doc, Class<S> type) {
        Key<ShapeSpec, S> key =
                optional(name, form, doc, "another shape", s -> type.isInstance(s) ? type.cast(s) : null);
        shapes.add(key);
        return key;
    }

    private <S extends ShapeSpec> Form<S> parts(Function<List<ShapeSpec>, S> make, Function<S, List<ShapeSpec>> get) {
        return new Mapped<>(
                ListForm.of(this),
                list -> {
                    if (list.isEmpty() || list.size() > MOST_PARTS) {
                        throw new IllegalArgumentException(
                                list.isEmpty()
                                        ? "there are no parts; write a list of shapes"
                                        : "there are more than " + MOST_PARTS + " parts");
                    }
                    return make.apply(list);
                },
                get);
    }

    @Override
    @Nullable
    ShapeSpec build(Fields f) {
        ShapeSpec found = null;
        for (Key<ShapeSpec, ? extends ShapeSpec> key : shapes) {
            ShapeSpec here = f.find(key);
            if (here != null && found != null) {
                f.at(key).errorAtName("a second shape stands here", "put both into the list of a sum or product");
                return null;
            }
            found = here != null ? here : found;
        }
        Map<String, Cursor> written = f.table().entries(noun());
        if (found == null && written != null && !written.isEmpty()) {
            return null; // the keys that are there are unknown, and reported
        }
        if (found == null) {
            f.table().errorAtName("no shape is given", "write one such as 'constant: 1500/s'");
            return null;
        }
        return switch (found) {
            case ShapeSpec.Sum s -> alike(s, f.at(sum));
            case ShapeSpec.Product p -> oneRate(p, f.at(product));
            default -> found;
        };
    }

    /** Rates are added to rates, and factors to factors. */
    private static @Nullable ShapeSpec alike(ShapeSpec.Sum s, Cursor at) {
        for (int i = 1; i < s.parts().size(); i++) {
            if (s.parts().get(i).isRate() != s.isRate()) {
                part(at, i)
                        .error(
                                s.isRate() ? "a factor cannot be added to rates" : "a rate cannot be added to factors",
                                "a sum has rates only or factors only; a product takes both");
                return null;
            }
        }
        return s;
    }

    private static @Nullable ShapeSpec oneRate(ShapeSpec.Product p, Cursor at) {
        boolean before = false;
        for (int i = 0; i < p.parts().size(); i++) {
            boolean rate = p.parts().get(i).isRate();
            if (rate && before) {
                part(at, i)
                        .error(
                                "a rate cannot be multiplied by another rate",
                                "write percentages in all but one of the parts");
                return null;
            }
            before |= rate;
        }
        return p;
    }

    private static Cursor part(Cursor list, int i) {
        List<Cursor> items = list.items("a list");
        return items == null ? list : items.get(i);
    }

    @Override
    void tables(java.util.function.Consumer<Table<?>> visitor) {
        visitor.accept(this); // without the parts of sums and products, which are shapes again
        for (Key<ShapeSpec, ? extends ShapeSpec> key : shapes) {
            if (!key.equals(sum) && !key.equals(product)) {
                key.form().tables(visitor);
            }
        }
    }
}
