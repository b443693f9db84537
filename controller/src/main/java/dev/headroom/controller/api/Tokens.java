package dev.headroom.controller.api;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Who may do what: names, roles, and the SHA-256 of each one's token. A token is long and random, so that its hash needs no
 * salt and no slow function; a token itself is never kept.
 *
 * <p>They are written a line each: a name, a role, and {@code sha256:} with 64 hexadecimal digits, or the token itself.
 */
public final class Tokens {

    /** Nobody may do anything. */
    public static final Tokens NONE = new Tokens(List.of());

    private static final int BYTES = 32;
    private static final int LEAST_CHARACTERS = 32;
    private static final String HASHED = "sha256:";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._@-]{1,64}");

    private final List<Entry> entries;

    private record Entry(Principal who, byte[] hash) {}

    /**
     * Somebody who has shown a token.
     *
     * @param name by which changes are known in the audit
     * @param role what is allowed
     */
    public record Principal(String name, Role role) {}

    private Tokens(List<Entry> entries) {
        this.entries = List.copyOf(entries);
    }

    /**
     * Reads lines of tokens; empty lines and those that begin with # are left out.
     *
     * @param where they are from, for messages
     * @throws IllegalArgumentException with every problem, none of which repeats a token
     */
    public static Tokens read(String where, List<String> lines) {
        List<Entry> entries = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            String place = where + ":" + (i + 1) + ": ";
            String[] words = line.split("\\s+", -1);
            if (words.length != 3) {
                problems.add(
                        place + "a line has a name, a role and a token, such as 'alice operator sha256:…'; this has "
                                + words.length + " words");
                continue;
            }
            if (!NAME.matcher(words[0]).matches()) {
                problems.add(place + "a name has 1 to 64 letters, digits and . _ @ -");
            } else if (!names.add(words[0])) {
                problems.add(place + "the name '" + words[0] + "' is there already");
            }
            Optional<Role> role = role(words[1]);
            if (role.isEmpty()) {
                problems.add(place + "the role must be viewer, operator or admin");
            }
            Optional<byte[]> hash = hash(words[2]);
            if (hash.isEmpty()) {
                problems.add(place + "a token has at least " + LEAST_CHARACTERS
                        + " characters, and a hash is sha256: with 64 hexadecimal digits; 'headroom token' makes one");
            }
            role.ifPresent(r -> hash.ifPresent(h -> entries.add(new Entry(new Principal(words[0], r), h))));
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", problems));
        }
        return new Tokens(entries);
    }

    private static Optional<Role> role(String word) {
        for (Role role : Role.values()) {
            if (role.name().toLowerCase(Locale.ROOT).equals(word)) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }

    private static Optional<byte[]> hash(String word) {
        if (!word.startsWith(HASHED)) {
            return word.length() < LEAST_CHARACTERS ? Optional.empty() : Optional.of(sha256(word));
        }
        try {
            byte[] hash = HexFormat.of().parseHex(word.substring(HASHED.length()));
            return hash.length == BYTES ? Optional.of(hash) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Whose token this is. Takes as long for a wrong one as for a right one. */
    Optional<Principal> find(String token) {
        byte[] hash = sha256(token);
        Optional<Principal> found = Optional.empty();
        for (Entry e : entries) {
            if (MessageDigest.isEqual(hash, e.hash)) {
                found = Optional.of(e.who);
            }
        }
        return found;
    }

    /** Whether there is any. */
    public boolean isEmpty() {
        return entries.isEmpty();
    }

    /** A new token: 256 random bits, in 43 characters. */
    public static String random() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /**
     * The line that lets a token in, without the token.
     *
     * @throws IllegalArgumentException if the name cannot be one
     */
    public static String line(String name, Role role, String token) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "'" + name + "' cannot be a name: use 1 to 64 letters, digits and . _ @ -");
        }
        return name + " " + role.name().toLowerCase(Locale.ROOT) + " " + HASHED
                + HexFormat.of().formatHex(sha256(token));
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
