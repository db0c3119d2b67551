package dev.heddle.http1;

import dev.heddle.http.Status;
import dev.heddle.protocol.AfterReply;
import dev.heddle.protocol.Exchange;
import dev.heddle.protocol.Transport;
import dev.heddle.protocol.WriteSlot;
import java.io.IOException;

/**
 * The response to a request that could not be parsed: a status, after which the connection is closed. It does not echo
 * the request, which might be confidential or contain markup.
 */
record ErrorReply(Transport to, Status status) implements Exchange {
    @Override
    public void handle(WriteSlot slot) {}

    @Override
    public void rejectOverload() {}

    @Override
    public AfterReply write(boolean last) throws IOException {
        ResponseEncoder.writeError(to, status, ResponseEncoder.Persistence.CLOSE, false);
        return AfterReply.LINGERING_CLOSE;
    }

    @Override
    public boolean isLastMessage() {
        return true;
    }
}
