package dev.headroom.controller.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.controller.Console.Answer;
import dev.headroom.engine.model.ManualOverride;
import dev.headroom.spec.Durations;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Answers requests that change what the controller does. */
final class Orders {

    private static final Duration LONGEST = Duration.ofDays(30);
    private static final int MOST_REPLICAS = 1_000_000;
    private static final int MOST_CHARACTERS = 500;
    private static final Set<String> KEYS = new TreeSet<>(Set.of("kind", "replicas", "for", "until", "reason"));

    private Orders() {}

    static Reply order(Api api, Call call) {
        String name = call.path("name");
        api.workload(name);
        JsonNode body = call.object();
        body.fieldNames().forEachRemaining(key -> {
            if (!KEYS.contains(key)) {
                call.wrong("there is no key '" + key + "'; there are " + String.join(", ", KEYS));
            }
        });
        ManualOverride.Kind kind = kind(call, text(call, body, "kind"));
        int replicas = replicas(call, body.get("replicas"), kind);
        Instant until = until(call, body, api.console().controller().now());
        String reason = text(call, body, "reason");
        if (reason == null || reason.isBlank()) {
            call.wrong("'reason' must say why, for those who wonder later");
        } else if (reason.length() > MOST_CHARACTERS || reason.chars().anyMatch(Character::isISOControl)) {
            call.wrong("'reason' must be one line of at most " + MOST_CHARACTERS + " characters");
        }
        call.check();
        if (kind == null || until == null || reason == null) {
            throw new IllegalStateException("what is missing was told");
        }
        return reply(
                api.console().order(name, new ManualOverride(kind, replicas, until, call.author(), reason.strip())));
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

    private static ManualOverride.@Nullable Kind kind(Call call, @Nullable String word) {
        return switch (word) {
            case "pin" -> ManualOverride.Kind.PIN;
            case "pause" -> ManualOverride.Kind.PAUSE;
            case "freeze" -> ManualOverride.Kind.FREEZE_IN;
            case null, default -> {
                call.wrong("'kind' must be pin, pause or freeze");
                yield null;
            }
        };
    }

    private static int replicas(Call call, @Nullable JsonNode value, ManualOverride.@Nullable Kind kind) {
        boolean given = value != null && !value.isNull();
        if (kind != ManualOverride.Kind.PIN) {
            if (given && kind != null) {
                call.wrong("'replicas' belongs to a pin only; leave it out");
            }
            return -1;
        }
        if (value == null || !value.isInt() || value.intValue() < 0 || value.intValue() > MOST_REPLICAS) {
            call.wrong("'replicas' must be a whole number from 0 to " + MOST_REPLICAS);
            return -1;
        }
        return value.intValue();
    }

    private static @Nullable Instant until(Call call, JsonNode body, Instant now) {
        String span = text(call, body, "for");
        String time = text(call, body, "until");
        if ((span == null) == (time == null)) {
            call.wrong(
                    "an order must end: give 'for', such as 2h, or 'until', such as " + now.plus(Duration.ofHours(2)));
            return null;
        }
        Instant until;
        if (span != null) {
            Duration lasting = Durations.parse(span).orElse(null);
            if (lasting == null) {
                call.wrong("'for' must be a duration such as 45m or 2h, not '" + span + "'");
                return null;
            }
            until = now.plus(lasting.compareTo(LONGEST) > 0 ? LONGEST.plusMillis(1) : lasting);
        } else {
            try {
                until = Instant.parse(String.valueOf(time));
            } catch (DateTimeException e) {
                call.wrong("'until' must be a time such as 2026-11-26T08:00:00Z, not '" + time + "'");
                return null;
            }
        }
        if (!until.isAfter(now)) {
            call.wrong("the order would be over already: it is " + now + " now");
        } else if (until.isAfter(now.plus(LONGEST))) {
            call.wrong("an order lasts at most 30 days; what lasts longer belongs into the spec");
        }
        return until;
    }

    static Reply lift(Api api, Call call) {
        String name = call.path("name");
        api.workload(name);
        return reply(api.console().lift(name, call.author()));
    }

    static Reply turn(Api api, Call call) {
        String name = call.path("name");
        api.workload(name);
        return reply(api.console().turn(name));
    }

    static Reply reload(Api api, Call call) {
        String tag = call.header("if-match");
        String present = api.console().controller().specFingerprint();
        if (tag != null && !tag.equals("*") && !tag.equals('"' + present + '"')) {
            throw Problem.conflict("the spec in force is another one by now (its entity tag is \"" + present
                    + "\"); get it, make your change there, and put it again");
        }
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(call.body()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw Problem.badRequest(List.of("the spec must be text in UTF-8"));
        }
        if (text.isBlank()) {
            throw Problem.badRequest(List.of("the body must be the text of a spec"));
        }
        return reply(api.console().reload(text, call.author()));
    }

    /** What became of an order. */
    static Reply reply(Answer answer) {
        return switch (answer) {
            case Answer.Done d -> new Reply.Document(new Views.DoneView(d.what()));
            case Answer.Refused r -> throw Problem.refused(r.problems());
            case Answer.Unknown u -> throw Api.unknown(u.workload());
        };
    }
}
