package dev.heddle.soak;

import dev.heddle.support.HttpReply;
import java.io.IOException;

/** The server is full, and said so: a 503; or has ended the connection of a client that was slow. */
final class RejectedException extends IOException {
    private static final long serialVersionUID = 1;

    RejectedException(HttpReply reply) {
        super(reply.status() + " " + reply.text());
    }

    RejectedException(String message, IOException cause) {
        super(message, cause);
    }
}
