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
 * An exchange whose handler writes the response while it runs, after every earlier response of the connection.
 *
 * <pre>
 *   begin() ──► write … ──► end()       complete: {@link #write} only has to drain the request
 *      └──────────────────► failed      rolled back and replaced by an error response, or truncated
 * </pre>
 */
final class WritingExchange extends Http1Exchange implements Responder {
    private final ExchangeHandler handler;
    private @Nullable WriteSlot slot;

    /** Set by {@link #begin}. */
    private @Nullable BodyEncoder output;

    private Framing framing = Framing.UNDECLARED;
    private boolean keepAlive;

    /** Bytes of the response's head. */
    private int headLength;

    /** Whether reading the request body had failed before the response began, so that the handler knew of it. */
    private boolean bodyFailedBeforeBegin;

    private boolean ended;
    private boolean aborted;
    private boolean closeRequested;
    private boolean failed;
    private boolean clientGone;

    WritingExchange(
            RequestHead head,
            Transport transport,
            ExchangeHandler handler,
            Limits limits,
            @Nullable ExchangeRecord record)
            throws HttpError {
        super(head, transport, limits, record);
        this.handler = handler;
    }

    @Override
    public void handle(WriteSlot writeSlot) {
        slot = writeSlot;
        try {
            body.shareOutput();
            handler.handle(request, this);
            if (output == null && !aborted && !closeRequested) {
                throw new IllegalStateException("the handler ended without a response");
            }
        } catch (Throwable thrown) {
            failed = true;
            if (!isClientGone()) {
                report(thrown);
            }
        }
    }

    @Override
    Lane handlerLane(Request request) {
        return handler.lane(request);
    }

    @Override
    public boolean mustRunAlone() {
        return super.mustRunAlone() || handler.mustRunAlone();
    }

    // ---- called by the handler

    @Override
    public BodyOutput begin(Status status, Headers headers, long length, boolean closes) throws IOException {
        if (output != null) {
            throw new IllegalStateException("response already begun");
        }
        try {
            return writeHead(slot().awaitTurn(), status, headers, length, closes);
        } catch (IOException e) {
            clientGone = true;
            throw e;
        }
    }

    private BodyEncoder writeHead(boolean last, Status status, Headers headers, long length, boolean closes)
            throws IOException {
        boolean headOnly = isHead() || status.forbidsBody();
        framing = length == NO_BODY ? Framing.UNDECLARED : framing(length != UNKNOWN_LENGTH);
        keepAlive = canKeepAlive(last) && !closes && (framing != Framing.CLOSE || headOnly);
        bodyFailedBeforeBegin = body.failure() != null;
        // A handler that has not read any of the body will probably not do so; one that has begun may still finish.
        keepAlive &= decidesAtEnd() || !body.isUnread() || canDrain();
        ByteWriter out = transport.out();
        out.begin();
        ResponseEncoder.writeHead(transport, status, headers, framing, length, persistence(keepAlive), record);
        headLength = out.replyLength();
        boolean noBody = headOnly || length == NO_BODY;
        BodyEncoder encoder = new BodyEncoder(out, noBody ? Framing.LENGTH : framing, noBody ? 0 : length);
        output = encoder;
        return encoder;
    }

    @Override
    public void end() throws IOException {
        if (output == null) {
            throw new IllegalStateException("response not begun");
        }
        if (ended) {
            return;
        }
        if (body.failure() != null && !bodyFailedBeforeBegin) {
            // A response to half a request must not look like the response to a complete one.
            aborted = true;
            throw new IOException("request body failed while the response was being written", body.failure());
        }
        keepAlive = announceEnd(keepAlive, headLength);
        body.responseEnded();
        output.end();
        transport.out().end();
        ended = true;
        recordCompleted();
        try {
            if (!slot().hasPipelinedNext()) {
                transport.out().flush();
            }
        } catch (IOException e) {
            clientGone = true;
            throw e;
        }
    }

    @Override
    public void interim(int code, Headers headers) throws IOException {
        if (code < 100 || code > 199 || code == 101) {
            throw new IllegalArgumentException("not an interim status code that can be sent: " + code);
        }
        if (output != null) {
            throw new IllegalStateException("response already begun");
        }
        if (head.minorVersion() == 0) {
            return; // HTTP/1.0 has no interim responses (RFC 9110 15.2)
        }
        slot().awaitTurn();
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
    public void closeConnection() {
        closeRequested = true;
    }

    @Override
    public ConnectionControl control() {
        return transport.control();
    }

    private WriteSlot slot() {
        if (slot == null) {
            throw new IllegalStateException("the exchange is not being handled");
        }
        return slot;
    }

    private boolean isClientGone() {
        return clientGone || transport.out().broken();
    }

    // ---- after the handler has returned

    @Override
    void release() {
        endCancellation();
    }

    @Override
    AfterReply writeResponse(boolean last) throws IOException {
        endCancellation();
        if (isClientGone()) {
            return AfterReply.CLOSE;
        }
        if (output == null) {
            return closeRequested ? AfterReply.LINGERING_CLOSE : writeFailure(last || aborted);
        }
        if (!ended && !aborted && (!failed || output.isCompleteWithExcess())) {
            endForHandler();
        }
        if (ended) {
            return finish(keepAlive && !closeRequested);
        }
        if (closeRequested && transport.out().rollback()) {
            recordDiscarded();
            return AfterReply.LINGERING_CLOSE;
        }
        return abandonResponse(framing, aborted || !keepAlive);
    }

    /** Ends a response that the handler has begun but not ended. */
    private void endForHandler() throws IOException {
        try {
            end();
        } catch (IOException e) {
            if (isClientGone()) {
                throw e;
            }
            report(e);
        }
    }
}
