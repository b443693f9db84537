package dev.headroom.controller.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line of the table of routes: what is served, and all that is said of it.
 *
 * @param method in capitals
 * @param path with parameters in braces
 * @param access who may call it
 * @param summary what it is for, in a few words
 * @param about what else there is to know; empty when nothing
 * @param parameters of the path and the query
 * @param body what it takes; null for nothing
 * @param answer what it answers with status 200
 * @param problems other statuses it may answer, besides those any route may
 * @param handling what answers
 */
record Route(
        String method,
        String path,
        Access access,
        String summary,
        String about,
        List<Parameter> parameters,
        @Nullable Content body,
        Content answer,
        List<Integer> problems,
        Handling handling) {

    /** Who may call a route. */
    enum Access {
        /** Anybody; it tells nothing of the workloads. */
        OPEN("nobody in particular"),
        /** A viewer; on a loopback address anybody. */
        READ("viewer, or anybody on a loopback address"),
        /** An operator. */
        OPERATE("operator"),
        /** An admin. */
        ADMINISTER("admin");

        private final String words;

        Access(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    /**
     * A parameter.
     *
     * @param inPath whether it is part of the path, else of the query
     * @param type {@code string}, {@code integer}, {@code boolean} or {@code date-time}
     */
    record Parameter(String name, boolean inPath, String type, String about) {
        static Parameter query(String name, String type, String about) {
            return new Parameter(name, false, type, about);
        }
    }

    /**
     * What is taken or answered.
     *
     * @param media its media type
     * @param type the record that is written as JSON; null for other content
     * @param about of other content, what it is
     */
    record Content(String media, @Nullable Class<?> type, String about) {
        static Content json(Class<?> type) {
            return new Content("application/json", type, "");
        }

        static Content of(String media, String about) {
            return new Content(media, null, about);
        }
    }

    /** Answers a request. */
    interface Handling {
        Reply answer(Api api, Call call);
    }
}
