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

/** An exchange whose handler returns its response, which is written after every earlier one of the connection. */
final class ReturningExchange extends Http1Exchange {
    private final Handler handler;

    /** Set by {@link #handle}; null if the handler failed or the request was rejected, and once the response is over. */
    private @Nullable Response response;

    /** Whether the connection may be kept after the response. */
    private boolean keepAlive;

    ReturningExchange(
            RequestHead head, Transport transport, Handler handler, Limits limits, @Nullable ExchangeRecord record)
            throws HttpError {
        super(head, transport, limits, record);
        this.handler = handler;
    }

    @Override
    public void handle(WriteSlot slot) {
        try {
            response = handler.handle(request);
            if (response == null) {
                throw new NullPointerException("the handler returned no response");
            }
        } catch (Throwable thrown) {
            report(thrown);
        }
    }

    @Override
    Lane handlerLane(Request request) {
        return handler.lane(request);
    }

    @Override
    AfterReply writeResponse(boolean last) throws IOException {
        Response returned = response;
        if (returned == null) {
            endCancellation();
            return writeFailure(last);
        }
        try {
            return write(returned, last);
        } finally {
            release();
        }
    }

    @Override
    void release() {
        endCancellation();
        Response over = response;
        response = null;
        if (over == null) {
            return;
        }
        try {
            over.closeResource();
        } catch (Throwable thrown) {
            transport.events().handlerFailed(transport.peer(), thrown);
        }
    }

    private AfterReply write(Response returned, boolean last) throws IOException {
        ByteWriter out = transport.out();
        out.begin();
        keepAlive = canKeepAlive(last) && !returned.closesConnection();
        // No switch over types: on JDK 21 it is a loop at each request, and takes 20 ms to link at the first.
        if (returned.body() instanceof Body.Streamed streamed) {
            Framing framing = framing(streamed.length() != Body.Streamed.UNKNOWN_LENGTH);
            boolean headOnly = isHead() || returned.status().forbidsBody();
            // The body's writer may still read the request body; without a writer, its unread rest is known now.
            keepAlive &= headOnly ? canDrain() : framing != Framing.CLOSE && (decidesAtEnd() || canDrain());
            AfterReply failed = writeStreamed(returned, streamed, framing);
            if (failed != null) {
                return failed;
            }
        } else if (returned.body() instanceof Body.Bytes complete) {
            keepAlive &= canDrain();
            ResponseEncoder.writeWhole(transport, returned, complete.bytes(), persistence(keepAlive), isHead(), record);
        }
        out.end();
        recordCompleted();
        return finish(keepAlive);
    }

    /** Writes a response with a streamed body. Returns null on success, otherwise what to do with the connection. */
    private @Nullable AfterReply writeStreamed(Response returned, Body.Streamed streamed, Framing framing)
            throws IOException {
        ByteWriter out = transport.out();
        ResponseEncoder.writeHead(
                transport,
                returned.status(),
                returned.headers(),
                framing,
                streamed.length(),
                persistence(keepAlive),
                record);
        if (isHead() || returned.status().forbidsBody()) {
            return null;
        }
        int headLength = out.replyLength();
        BodyEncoder encoder = new BodyEncoder(out, framing, streamed.length());
        try {
            streamed.writer().writeTo(encoder);
            keepAlive = announceEnd(keepAlive, headLength);
            encoder.end();
            release(); // Before the rest of the request is discarded, which may take long.
            return null;
        } catch (Throwable thrown) {
            if (out.broken()) {
                return AfterReply.CLOSE; // the client has gone, whatever exception the body's writer made of that
            }
            report(thrown);
            if (encoder.isCompleteWithExcess() && encoder.seal()) {
                return null;
            }
            return encoder.seal() ? abandonResponse(framing, !keepAlive) : AfterReply.RESET;
        }
    }
}
