package dev.heddle.http1;

import dev.heddle.http.Status;
import dev.heddle.protocol.ProtocolException;

/** A fault in a request, and the status of its error response. */
final class HttpError extends ProtocolException {
    private static final long serialVersionUID = 1L;

    private final transient Status status;

    HttpError(Status status, String message) {
        super(message);
        this.status = status;
    }

    /** Creates a 400 error: the request is malformed or ambiguous. */
    static HttpError malformed(String message) {
        return new HttpError(Status.BAD_REQUEST, message);
    }

    Status status() {
        return status;
    }
}
