package dev.heddle.cli;

import dev.heddle.http.Response;
import dev.heddle.http.Status;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The methods that a resource has, and what a request with any other is told. Immutable. */
final class Methods {
    /** Those of RFC 9110 9.3 and RFC 5789: a server may not have one of them (405), but it knows them (else 501). */
    private static final Set<String> KNOWN =
            Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH");

    private static final Response UNKNOWN = Response.text("no such method\n").status(Status.NOT_IMPLEMENTED);

    private final List<String> served;
    private final Response options;
    private final Response refusal;

    private Methods(String... served) {
        this.served = List.of(served);
        String allow = String.join(", ", served) + ", OPTIONS";
        this.options = Response.of(Status.NO_CONTENT).header("Allow", allow);
        this.refusal = Response.text("allowed here: " + allow + "\n")
                .status(Status.METHOD_NOT_ALLOWED)
                .header("Allow", allow);
    }

    /** A resource that serves these, and OPTIONS. */
    static Methods of(String... served) {
        return new Methods(served);
    }

    /** The answer to a method that the resource itself does not serve: 204 for OPTIONS, 405, or 501; null if it does. */
    @Nullable
    Response answerUnlessServed(String method) {
        if (served.contains(method)) {
            return null;
        }
        if (method.equals("OPTIONS")) {
            return options;
        }
        return isKnown(method) ? refusal : UNKNOWN;
    }

    /** The answer to a request for a resource that there is not: 404, or 501 if not even the method exists. */
    static Response missing(String method) {
        return isKnown(method) ? Response.text("not found\n").status(Status.NOT_FOUND) : UNKNOWN;
    }

    private static boolean isKnown(String method) {
        return KNOWN.contains(method);
    }
}
