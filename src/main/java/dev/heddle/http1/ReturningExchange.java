package dev.heddle.http1;

import dev.heddle.bytes.ByteWriter;
import dev.heddle.http.Body;
import dev.heddle.http.Handler;
import dev.heddle.http.Request;
import dev.heddle.http.Response;
import dev.heddle.http1.ResponseEncoder.Framing;
import dev.heddle.options.Limits;
import dev.heddle.protocol.AfterReply;
import dev.heddle.protocol.Lane;
import dev.heddle.protocol.Transport;
import dev.heddle.protocol.WriteSlot;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** An exchange whose handler returns its response, which is written in its turn. */
final class ReturningExchange extends Http1Exchange {
    private final Handler handler;

    /** Set by {@link #handle}; null stays for a failed one. */
    private @Nullable Response response;

    ReturningExchange(RequestHead head, Transport transport, Handler handler, Limits limits) {
        super(head, transport, limits);
        this.handler = handler;
    }

    @Override
    public void handle(WriteSlot turn) {
        try {
            response = handler.handle(request);
            if (response == null) {
                throw new NullPointerException("the handler returned no response");
            }
        } catch (Throwable failed) {
            report(failed);
        }
    }

    @Override
    Lane lane(Request wanted) {
        return handler.lane(wanted);
    }

    @Override
    public AfterReply write(boolean last) throws IOException {
        Response answer = response;
        if (answer == null) {
            return writeFailure(last);
        }
        ByteWriter out = transport.out();
        out.begin();
        boolean keeps = keeps(last) && !answer.closesConnection();
        switch (answer.body()) {
            case Body.Bytes there -> {
                keeps &= canDrain();
                ResponseEncoder.whole(out, answer, there.bytes(), persistence(keeps), isHead());
            }
            case Body.Streamed made -> {
                Framing framing = framing(made.length() != Body.Streamed.UNKNOWN_LENGTH);
                boolean headOnly = isHead() || answer.status().forbidsBody();
                // A writer may still read the request's content; without one, what is left of it is known now.
                keeps &= headOnly ? canDrain() : framing != Framing.CLOSE;
                AfterReply failed = writeStreamed(answer, made, framing, keeps);
                if (failed != null) {
                    return failed;
                }
            }
        }
        out.end();
        return finish(keeps);
    }

    /** Null if all went well, else what becomes of the connection. */
    private @Nullable AfterReply writeStreamed(Response answer, Body.Streamed made, Framing framing, boolean keeps)
            throws IOException {
        ByteWriter out = transport.out();
        ResponseEncoder.head(out, answer.status(), answer.headers(), framing, made.length(), persistence(keeps));
        if (isHead() || answer.status().forbidsBody()) {
            return null;
        }
        BodyEncoder sent = new BodyEncoder(out, framing, made.length());
        try {
            made.writer().writeTo(sent);
            sent.end();
            return null;
        } catch (Throwable failed) {
            if (out.broken()) {
                return AfterReply.CLOSE; // The client has left, whatever the writer made of that.
            }
            report(failed);
            return sent.seal() ? cutShort(framing, !keeps) : AfterReply.RESET;
        }
    }
}
