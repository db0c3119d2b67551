package dev.heddle.http1;

import dev.heddle.http.Status;
import dev.heddle.protocol.AfterReply;
import dev.heddle.protocol.Exchange;
import dev.heddle.protocol.Transport;
import dev.heddle.protocol.WriteSlot;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The response to a request that could not be parsed: a status, after which the connection is closed. It does not echo
 * the request, which might be confidential or contain markup.
 *
 * @param record told of it; null if no one listens
 */
record ErrorReply(Transport to, Status status, @Nullable ExchangeRecord record) implements Exchange {
    @Override
    public void handle(WriteSlot slot) {}

    @Override
    public void rejectOverload() {}

    @Override
    public AfterReply write(boolean last) throws IOException {
        try {
            ResponseEncoder.writeError(to, status, ResponseEncoder.Persistence.CLOSE, false, record);
            return AfterReply.LINGERING_CLOSE;
        } finally {
            abandon();
        }
    }

    @Override
    public void abandon() {
        if (record != null) {
            record.report();
        }
    }

    @Override
    public boolean isLastMessage() {
        return true;
    }
}
