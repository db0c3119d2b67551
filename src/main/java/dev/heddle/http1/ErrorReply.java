package dev.heddle.http1;

import dev.heddle.bytes.ByteWriter;
import dev.heddle.http.Status;
import dev.heddle.protocol.AfterReply;
import dev.heddle.protocol.Exchange;
import dev.heddle.protocol.WriteSlot;
import java.io.IOException;

/**
 * The answer to a request that could not be understood: its status, and the end of the connection. It says nothing of what was
 * received, which is nobody's business and might be markup.
 */
record ErrorReply(ByteWriter out, Status status) implements Exchange {
    @Override
    public void handle(WriteSlot turn) {}

    @Override
    public void rejectOverload() {}

    @Override
    public AfterReply write(boolean last) throws IOException {
        ResponseEncoder.error(out, status, ResponseEncoder.Persistence.CLOSE, false);
        return AfterReply.LINGERING_CLOSE;
    }

    @Override
    public boolean isLastMessage() {
        return true;
    }
}
