package dev.headroom.spec;

import dev.headroom.spec.GatewaySpec.AccessLog;

/** A line a request. */
final class GatewayLogTable extends Table<AccessLog> {

    private static final double LEAST = 64 * 1024;

    private final Key<AccessLog, String> file =
            required("file", Values.TEXT, "The file, or `\"-\"` for the standard output.", AccessLog::file);
    private final Key<AccessLog, String> format = fallback(
            "format",
            Word.of("a form of lines", String.class, "json", "json", "combined", "combined"),
            "JSON, or the combined form of Apache and nginx. Neither holds queries or other headers.",
            "json",
            AccessLog::format);
    private final Key<AccessLog, Double> most = fallback(
            "most",
            Values.BYTES,
            "Size at which the file becomes FILE.1, in place of the one before.",
            100.0 * 1024 * 1024,
            AccessLog::most);

    GatewayLogTable() {
        super("gateway-access-log", "A line a request.");
    }

    @Override
    AccessLog build(Fields f) {
        if (f.get(most) < LEAST) {
            f.at(most).error("a file has at least 64Ki", "write a size such as 100Mi");
        }
        return new AccessLog(f.get(file), f.get(format), f.get(most));
    }
}
