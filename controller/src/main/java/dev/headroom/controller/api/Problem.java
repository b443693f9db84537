package dev.headroom.controller.api;

import io.helidon.http.Status;
import java.util.List;

/** Why a request was not answered: becomes a problem document (RFC 9457) with all that is wrong. */
final class Problem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Status status;
    private final transient List<String> problems;

    Problem(Status status, String detail, List<String> problems) {
        super(detail, null, false, false);
        this.status = status;
        this.problems = List.copyOf(problems);
    }

    private Problem(Status status, String detail) {
        this(status, detail, List.of());
    }

    /** What was asked cannot be understood; every problem as a sentence with its mend. */
    static Problem badRequest(List<String> problems) {
        return new Problem(
                Status.BAD_REQUEST_400,
                problems.size() == 1
                        ? problems.get(0)
                        : "the request has " + problems.size() + " problems; they are listed under 'problems'",
                problems);
    }

    static Problem unauthorized(String detail) {
        return new Problem(Status.UNAUTHORIZED_401, detail);
    }

    static Problem forbidden(String detail) {
        return new Problem(Status.FORBIDDEN_403, detail);
    }

    static Problem notFound(String detail) {
        return new Problem(Status.NOT_FOUND_404, detail);
    }

    static Problem conflict(String detail) {
        return new Problem(Status.PRECONDITION_FAILED_412, detail);
    }

    /** It was understood, and the controller refuses it. */
    static Problem refused(List<String> problems) {
        return new Problem(
                Status.create(422, "Unprocessable Content"),
                problems.size() == 1
                        ? problems.get(0)
                        : "refused for " + problems.size() + " reasons; they are listed under 'problems'",
                problems);
    }

    static Problem tooMany(String detail) {
        return new Problem(Status.TOO_MANY_REQUESTS_429, detail);
    }

    static Problem unavailable(String detail) {
        return new Problem(Status.SERVICE_UNAVAILABLE_503, detail);
    }

    Status status() {
        return status;
    }

    Views.ProblemView document() {
        return document(status, String.valueOf(getMessage()), problems);
    }

    static Views.ProblemView document(Status status, String detail, List<String> problems) {
        return new Views.ProblemView("about:blank", status.reasonPhrase(), status.code(), detail, problems);
    }
}
