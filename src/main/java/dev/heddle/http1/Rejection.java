package dev.heddle.http1;

import dev.heddle.bytes.ByteWriter;
import dev.heddle.http.Status;
import dev.heddle.protocol.Exchange;
import dev.heddle.protocol.Outcome;
import dev.heddle.protocol.WriteTurn;
import java.io.IOException;

/**
 * The answer to a request that could not be understood: its status, and the end of the connection. It says nothing of what was
 * received, which is nobody's business and might be markup.
 */
record Rejection(ByteWriter out, Status status) implements Exchange {
    @Override
    public void handle(WriteTurn turn) {}

    @Override
    public void refuse() {}

    @Override
    public Outcome write(boolean last) throws IOException {
        ResponseEncoder.error(out, status, ResponseEncoder.Persistence.CLOSE, false);
        return Outcome.LINGER;
    }

    @Override
    public boolean endsInput() {
        return true;
    }
}
