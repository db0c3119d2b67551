package dev.heddle.cli;

import dev.heddle.http.Response;
import dev.heddle.http.Status;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The methods that a resource serves, and the responses to all others. Immutable. */
final class Methods {
    /** The methods of RFC 9110 9.3 and RFC 5789. The response to one that the resource does not serve is 405, to any other 501. */
    private static final Set<String> KNOWN =
            Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH");

    private static final Response UNKNOWN =
            Response.text("method not implemented\n").status(Status.NOT_IMPLEMENTED);

    private final List<String> served;
    private final Response options;
    private final Response notAllowed;

    private Methods(String... served) {
        this.served = List.of(served);
        String allow = String.join(", ", served) + ", OPTIONS";
        this.options = Response.of(Status.NO_CONTENT).header("Allow", allow);
        this.notAllowed = Response.text("method not allowed, use " + allow + "\n")
                .status(Status.METHOD_NOT_ALLOWED)
                .header("Allow", allow);
    }

    /** A resource that serves these methods, and OPTIONS. */
    static Methods of(String... served) {
        return new Methods(served);
    }

    /** The response to a method that the resource does not serve itself: 204 for OPTIONS, 405 or 501; null if it serves the method. */
    @Nullable
    Response unlessServed(String method) {
        if (served.contains(method)) {
            return null;
        }
        if (method.equals("OPTIONS")) {
            return options;
        }
        return isKnown(method) ? notAllowed : UNKNOWN;
    }

    /** The response to a request for a resource that does not exist: 404, or 501 if the method is unknown. */
    static Response notFound(String method) {
        return isKnown(method) ? Response.text("not found\n").status(Status.NOT_FOUND) : UNKNOWN;
    }

    private static boolean isKnown(String method) {
        return KNOWN.contains(method);
    }
}
