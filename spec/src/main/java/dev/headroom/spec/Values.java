package dev.headroom.spec;

import dev.headroom.engine.model.Money;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.zone.ZoneRulesProvider;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/** The scalars that specs are made of. */
final class Values {

    private Values() {}

    static final Scalar<Duration> DURATION = new DurationForm();
    static final Scalar<Boolean> BOOL = new BoolForm();
    static final Scalar<String> TEXT = new TextForm("text", "a text", "web");
    static final Scalar<String> URL = new TextForm("URL", "a URL", "http://localhost:9090") {
        @Override
        String parse(String text) throws Unfit {
            if (!text.matches("[a-z][a-z0-9+.-]*:\\S+")) {
                throw new Unfit("'" + text + "' is not a URL", "write it like http://localhost:9090");
            }
            return text;
        }
    };
    /** An address of PostgreSQL or SQLite without a user and a password. */
    static final Scalar<String> DATABASE_URL =
            new TextForm("URL", "the URL of a database", "postgresql://localhost/shop") {
                @Override
                String parse(String text) throws Unfit {
                    if (text.matches("[^/?]*//[^/?]*@.*|.*[?&](user|password)=.*")) {
                        throw new Unfit(
                                "the URL holds a user or password", "leave them out, and write user and password-env");
                    }
                    if (!text.matches("(jdbc:)?(postgres(ql)?://[^/?\\s]+/[^?\\s]+\\S*|sqlite:.+)")) {
                        throw new Unfit(
                                "'" + text + "' is not the URL of a database that can be asked",
                                "write postgresql://host/name or sqlite:FILE");
                    }
                    return text;
                }
            };

    static final Scalar<ZoneId> ZONE = new ZoneForm();
    static final Scalar<Double> SHARE = new Numbers.ShareForm(0, 1, true);
    static final Scalar<Double> POSITIVE_SHARE = new Numbers.ShareForm(Double.MIN_VALUE, 1, true);
    static final Scalar<Double> FACTOR = new Numbers.ShareForm(0, 1_000_000, false);
    static final Scalar<Double> QUANTILE = new Numbers.QuantileForm();
    static final Scalar<Double> NUMBER = new Numbers.NumberForm(0, 1e15);
    static final Scalar<Double> POSITIVE = new Numbers.NumberForm(Double.MIN_VALUE, 1e15);
    static final Scalar<Double> BYTES = new Numbers.BytesForm();
    static final Scalar<Level> LEVEL = new Numbers.LevelForm();
    static final Scalar<Money> MONEY = new MoneyForms.MoneyForm();
    static final Scalar<Money> PRICE = new MoneyForms.PriceForm();

    /** An address of HTTP without a user, a password and a fragment. */
    static Scalar<String> httpUrl(String example) {
        return new HttpUrlForm(example);
    }

    /** A text whose example is of a kind. */
    static Scalar<String> text(String example) {
        return new TextForm("text", "a text", example);
    }

    static Scalar<Integer> count(int least) {
        return new Numbers.CountForm(least, 1_000_000);
    }

    private static final class DurationForm extends Scalar<Duration> {
        DurationForm() {
            super("duration", "a duration", "45s, 5m, 2h or 1h30m");
        }

        @Override
        Duration parse(String text) throws Unfit {
            if (Quantity.isDuration(text)) {
                Duration d = Quantity.duration(text);
                if (d == null) {
                    throw new Unfit("'" + text + "' is longer than ten years", "");
                }
                return d;
            }
            if (text.startsWith("-") && (Quantity.isDuration(text.substring(1)) || Quantity.isNumber(text))) {
                throw new Unfit("'" + text + "' is negative; a duration is not", "write " + text.substring(1));
            }
            if (Quantity.isNumber(text)) {
                throw new Unfit(text + " has no unit", "write " + text + "s");
            }
            String words = inUnits(text);
            throw Quantity.isDuration(words)
                    ? new Unfit("'" + text + "' is not how a duration is written", "write " + words)
                    : unfit(text);
        }

        private static String inUnits(String text) {
            return text.toLowerCase(Locale.ROOT)
                    .replaceAll("\\s+", "")
                    .replaceAll("(milliseconds?|millis|msecs?)", "ms")
                    .replaceAll("(hours?|hrs?)", "h")
                    .replaceAll("(minutes?|mins?)", "m")
                    .replaceAll("(seconds?|secs?)", "s")
                    .replaceAll("days?", "d")
                    .replaceAll("weeks?", "w");
        }

        @Override
        Object format(Duration value) {
            return Quantity.duration(value);
        }

        @Override
        Map<String, Object> schema(Schemas schemas) {
            return pattern("^" + Quantity.DURATION + "$");
        }
    }

    private static final class BoolForm extends Scalar<Boolean> {
        BoolForm() {
            super("true or false", "true or false", "true");
        }

        @Override
        Boolean parse(String text) throws Unfit {
            return switch (text) {
                case "true" -> true;
                case "false" -> false;
                case "yes", "on", "True", "TRUE" ->
                    throw new Unfit("'" + text + "' is a text in YAML 1.2", "write true");
                case "no", "off", "False", "FALSE" ->
                    throw new Unfit("'" + text + "' is a text in YAML 1.2", "write false");
                default -> throw unfit(text);
            };
        }

        @Override
        Object format(Boolean value) {
            return value;
        }

        @Override
        Map<String, Object> schema(Schemas schemas) {
            return Schemas.of("type", "boolean");
        }
    }

    private static final class HttpUrlForm extends TextForm {
        HttpUrlForm(String example) {
            super("URL", "a URL of HTTP", example);
        }

        @Override
        String parse(String text) throws Unfit {
            if (!text.matches("(?i)https?://[^\\s/?#]+\\S*")) {
                throw new Unfit("'" + text + "' is not a URL of HTTP", "write it like " + example());
            }
            if (text.matches("[^/]*//[^/?#]*@.*")) {
                throw new Unfit(
                        "the URL holds a user or password",
                        "leave them out, and write user and password-env, or token-env");
            }
            if (text.indexOf('#') >= 0) {
                throw new Unfit(
                        "'" + text + "' has a '#' in it, and what follows is never sent", "end the URL before it");
            }
            return text;
        }
    }

    /** Any text that is not empty. */
    static class TextForm extends Scalar<String> {
        TextForm(String kind, String noun, String example) {
            super(kind, noun, example);
        }

        @Override
        String parse(String text) throws Unfit {
            if (text.isEmpty()) {
                throw new Unfit("the text is empty", "write " + noun() + " such as " + example());
            }
            return text;
        }

        @Override
        Object format(String value) {
            return value;
        }

        @Override
        Map<String, Object> schema(Schemas schemas) {
            return Schemas.of("type", java.util.List.of("string", "number", "boolean"));
        }
    }

    private static final class ZoneForm extends Scalar<ZoneId> {
        ZoneForm() {
            super("time zone", "a time zone", "Europe/Berlin");
        }

        @Override
        ZoneId parse(String text) throws Unfit {
            try {
                return ZoneId.of(text);
            } catch (DateTimeException e) {
                String near = Nearest.of(text, new TreeSet<>(ZoneRulesProvider.getAvailableZoneIds()));
                throw new Unfit(
                        "there is no time zone '" + text + "'",
                        near == null
                                ? "write an IANA name such as Europe/Berlin, or UTC"
                                : "did you mean '" + near + "'?");
            }
        }

        @Override
        Object format(ZoneId value) {
            return value.getId();
        }

        @Override
        Map<String, Object> schema(Schemas schemas) {
            return Schemas.of("type", "string");
        }
    }
}
