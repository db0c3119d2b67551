package dev.heddle.http1;

import dev.heddle.http.Status;
import dev.heddle.protocol.ProtocolException;

/** What is wrong with a request, and the status that says so. */
final class HttpError extends ProtocolException {
    private static final long serialVersionUID = 1L;

    private final transient Status status;

    HttpError(Status status, String message) {
        super(message);
        this.status = status;
    }

    /** 400: the request is malformed, or could be read in two ways. */
    static HttpError malformed(String message) {
        return new HttpError(Status.BAD_REQUEST, message);
    }

    Status status() {
        return status;
    }
}
