package dev.heddle.http1;

import dev.heddle.metrics.ServerEvents;
import dev.heddle.protocol.AfterReply;
import dev.heddle.protocol.Exchange;
import dev.heddle.protocol.WriteSlot;
import java.io.IOException;

/**
 * The response to a request that could not be parsed, and a listener that is told of it. Its method is unknown.
 *
 * @param reply the response
 * @param events the listener
 * @param foundAt when the request was found to be wrong
 */
record MeasuredErrorReply(ErrorReply reply, ServerEvents events, long foundAt) implements Exchange {
    @Override
    public void handle(WriteSlot slot) {
        reply.handle(slot);
    }

    @Override
    public void rejectOverload() {
        reply.rejectOverload();
    }

    @Override
    public AfterReply write(boolean last) throws IOException {
        try {
            return reply.write(last);
        } finally {
            events.requestAnswered("", reply.status().code(), System.nanoTime() - foundAt);
        }
    }

    @Override
    public boolean isLastMessage() {
        return reply.isLastMessage();
    }
}
