package dev.heddle.http1;

import dev.heddle.bytes.Ascii;
import dev.heddle.bytes.ByteWriter;
import dev.heddle.http.BodyOutput;
import dev.heddle.http.Headers;
import dev.heddle.http.Request;
import dev.heddle.http.Status;
import dev.heddle.http1.ResponseEncoder.Framing;
import dev.heddle.options.Limits;
import dev.heddle.protocol.AfterReply;
import dev.heddle.protocol.ConnectionControl;
import dev.heddle.protocol.Lane;
import dev.heddle.protocol.Transport;
import dev.heddle.protocol.WriteSlot;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * An exchange whose handler writes the response itself, while it runs and in its turn.
 *
 * <pre>
 *   begin() ──► write … ──► end()       whole: {@link #write} has only to drain the request
 *      └──────────────────► failed      taken back for an error response, or cut short
 * </pre>
 */
final class WritingExchange extends Http1Exchange implements Responder {
    private final ExchangeHandler handler;
    private @Nullable WriteSlot turn;

    /** Set by {@link #begin}. */
    private @Nullable BodyEncoder sent;

    private Framing framing = Framing.UNSAID;
    private boolean keeps;

    /** Whether the request had turned out to be broken before the response began: then the handler knows what it answers. */
    private boolean knowsBroken;

    private boolean ended;
    private boolean aborted;
    private boolean hungUp;
    private boolean failed;
    private boolean clientLeft;

    WritingExchange(RequestHead head, Transport transport, ExchangeHandler handler, Limits limits) {
        super(head, transport, limits);
        this.handler = handler;
    }

    @Override
    public void handle(WriteSlot mine) {
        turn = mine;
        try {
            content.leaveOutputToOthers();
            handler.handle(request, this);
            if (sent == null && !aborted && !hungUp) {
                throw new IllegalStateException("the handler ended without a response");
            }
        } catch (Throwable thrown) {
            failed = true;
            if (!hasClientLeft()) {
                report(thrown);
            }
        }
    }

    @Override
    Lane lane(Request wanted) {
        return handler.lane(wanted);
    }

    @Override
    public boolean mustRunAlone() {
        return super.mustRunAlone() || handler.mustRunAlone();
    }

    // ---- what the handler does
    // ---------------------------------------------------------------------------------------

    @Override
    public BodyOutput begin(Status status, Headers headers, long length, boolean closes) throws IOException {
        if (sent != null) {
            throw new IllegalStateException("the response has begun before");
        }
        try {
            return begun(turn().awaitTurn(), status, headers, length, closes);
        } catch (IOException e) {
            clientLeft = true;
            throw e;
        }
    }

    private BodyEncoder begun(boolean last, Status status, Headers headers, long length, boolean closes)
            throws IOException {
        boolean bare = isHead() || status.forbidsBody();
        framing = length == NO_BODY ? Framing.UNSAID : framing(length != UNKNOWN_LENGTH);
        keeps = keeps(last) && !closes && (framing != Framing.CLOSE || bare);
        knowsBroken = content.failure() != null;
        // Who answers without a look at the content most likely wants none of it. Who reads it while answering may yet.
        keeps &= !content.isUntouched() || canDrain();
        ByteWriter out = transport.out();
        out.begin();
        ResponseEncoder.head(out, status, headers, framing, length, persistence(keeps));
        boolean none = bare || length == NO_BODY;
        BodyEncoder output = new BodyEncoder(out, none ? Framing.LENGTH : framing, none ? 0 : length);
        sent = output;
        return output;
    }

    @Override
    public void end() throws IOException {
        if (sent == null) {
            throw new IllegalStateException("the response has not begun");
        }
        if (ended) {
            return;
        }
        if (content.failure() != null && !knowsBroken) {
            // What was made of half a request must not look like an answer to a whole one.
            aborted = true;
            throw new IOException("the request broke off while it was answered", content.failure());
        }
        sent.end();
        transport.out().end();
        ended = true;
        try {
            if (!turn().hasPipelinedNext()) {
                transport.out().flush();
            }
        } catch (IOException e) {
            clientLeft = true;
            throw e;
        }
    }

    @Override
    public void interim(int code, Headers headers) throws IOException {
        if (code < 100 || code > 199 || code == 101) {
            throw new IllegalArgumentException("no interim response that is sent here: " + code);
        }
        if (sent != null) {
            throw new IllegalStateException("the response has begun before");
        }
        if (head.minorVersion() == 0) {
            return; // HTTP/1.0 knows none (RFC 9110 15.2)
        }
        turn().awaitTurn();
        StringBuilder lines = new StringBuilder("HTTP/1.1 ").append(code).append(" \r\n");
        for (int i = 0; i < headers.size(); i++) {
            lines.append(headers.name(i)).append(": ").append(headers.value(i)).append("\r\n");
        }
        transport.out().begin();
        transport.out().writeInterim(Ascii.bytes(lines.append("\r\n").toString()));
    }

    @Override
    public void abort() {
        aborted = true;
    }

    @Override
    public void hangUp() {
        hungUp = true;
    }

    @Override
    public ConnectionControl control() {
        return transport.control();
    }

    private WriteSlot turn() {
        if (turn == null) {
            throw new IllegalStateException("the exchange is not being handled");
        }
        return turn;
    }

    private boolean hasClientLeft() {
        return clientLeft || transport.out().broken();
    }

    // ---- what becomes of it
    // ------------------------------------------------------------------------------------------

    @Override
    public AfterReply write(boolean last) throws IOException {
        if (hasClientLeft()) {
            return AfterReply.CLOSE;
        }
        if (sent == null) {
            return hungUp ? AfterReply.LINGERING_CLOSE : writeFailure(last || aborted);
        }
        if (!ended && !failed && !aborted) {
            endUnended();
        }
        if (ended) {
            return finish(keeps && !hungUp);
        }
        return cutShort(framing, aborted || !keeps);
    }

    /** The handler has left it to us. */
    private void endUnended() throws IOException {
        try {
            end();
        } catch (IOException e) {
            if (hasClientLeft()) {
                throw e;
            }
            report(e);
        }
    }
}
