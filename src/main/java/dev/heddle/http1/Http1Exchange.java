package dev.heddle.http1;

import dev.heddle.bytes.ByteWriter;
import dev.heddle.http.Request;
import dev.heddle.http.Status;
import dev.heddle.http1.ResponseEncoder.Framing;
import dev.heddle.http1.ResponseEncoder.Persistence;
import dev.heddle.options.Limits;
import dev.heddle.protocol.AfterReply;
import dev.heddle.protocol.Exchange;
import dev.heddle.protocol.Lane;
import dev.heddle.protocol.ProtocolException;
import dev.heddle.protocol.Transport;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * One request and its response, as far as they do not depend on the kind of handler. In {@code ReturningExchange} the
 * handler returns the response, in {@code WritingExchange} it writes it.
 *
 * <p>Faults, and what the client gets:
 *
 * <ul>
 *   <li>the handler fails: 500, and the connection is kept
 *   <li>the request body violates the protocol while it is read: the status that fits, and the connection is closed
 *   <li>either of them after parts of the response have been sent: a truncated response, and the connection is closed
 *   <li>the client closes the connection: no response
 * </ul>
 */
abstract class Http1Exchange implements Exchange {
    final RequestHead head;
    final BodyInput body;
    final Http1Request request;
    final Transport transport;
    private final Limits limits;

    /** What a listener is told of it; null if no one listens. */
    final @Nullable ExchangeRecord record;

    /** The fault in the request with which the handler failed, whether it detected the fault or passed it on. */
    private @Nullable ProtocolException clientFault;

    /** Makes the connection forget the handler's actions; null if there are none. */
    private @Nullable Runnable forgetActions;

    /** Whether the exchange is over, and nothing will be written by its handler. */
    private boolean over;

    /** Status sent if the handler gave no response and the request is valid. */
    private Status failure = Status.INTERNAL_SERVER_ERROR;

    Http1Exchange(RequestHead head, Transport transport, Limits limits, @Nullable ExchangeRecord record) {
        this.head = head;
        this.transport = transport;
        this.limits = limits;
        this.record = record;
        this.body = BodyInput.of(head, transport, limits);
        this.request = new Http1Request(head, body, this);
    }

    /** Creates the exchange for a request whose head has been read. */
    @FunctionalInterface
    interface ExchangeFactory {
        Http1Exchange make(RequestHead head, Transport transport, @Nullable ExchangeRecord record);
    }

    /** Asks the handler for the lane of the request. */
    abstract Lane handlerLane(Request request);

    /** Writes the response, as {@link #write} does. */
    abstract AfterReply writeResponse(boolean last) throws IOException;

    /** Releases what the handler has left for the response. */
    abstract void release();

    @Override
    public final AfterReply write(boolean last) throws IOException {
        if (record == null) {
            return writeResponse(last);
        }
        try {
            return writeResponse(last);
        } finally {
            record.report();
        }
    }

    @Override
    public final void abandon() {
        release();
        if (record != null) {
            record.report();
        }
    }

    @Override
    public final Lane lane() {
        try {
            return handlerLane(request);
        } catch (RuntimeException | Error thrown) {
            transport.events().handlerFailed(transport.peer(), thrown);
            return Lane.NORMAL;
        }
    }

    @Override
    public boolean mustRunAlone() {
        return head.hasBody() || !Method.isSafe(head.method());
    }

    @Override
    public final boolean isLastMessage() {
        return !head.keepsConnection();
    }

    @Override
    public final void rejectOverload() {
        failure = Status.SERVICE_UNAVAILABLE;
    }

    /** Whether the response is not wanted any more. */
    final boolean isCancelled() {
        watchPeer();
        return over || transport.control().isCancelled();
    }

    /** Runs an action when the response is not wanted any more, unless the exchange is over before. */
    final void onCancel(Runnable action) {
        if (over) {
            return;
        }
        watchPeer();
        Runnable before = forgetActions;
        Runnable forget = transport.control().onCancel(action);
        forgetActions = before == null
                ? forget
                : () -> {
                    before.run();
                    forget.run();
                };
    }

    /** Only when nothing of the request is left on the connection, where it would be taken for the client's next bytes. */
    private void watchPeer() {
        if (!over && body.isConsumed()) {
            transport.control().watchPeer(mustRunAlone() || isLastMessage());
        }
    }

    /** Ends what {@link #onCancel} has begun: no action runs for a later exchange of the connection. */
    final void endCancellation() {
        over = true;
        Runnable forget = forgetActions;
        if (forget != null) {
            forgetActions = null;
            forget.run();
        }
    }

    /** Reports a failed handler to the server's events, unless the client caused the failure. */
    final void report(Throwable thrown) {
        if (body.failure() == null && !(thrown instanceof ProtocolException)) {
            transport.events().handlerFailed(transport.peer(), thrown);
        }
        clientFault = thrown instanceof ProtocolException fault ? fault : null;
    }

    /** Whether the request allows the connection to be kept after the response. */
    final boolean canKeepAlive(boolean last) {
        return head.keepsConnection() && !last && body.failure() == null;
    }

    /** Returns the framing of a streamed body. */
    final Framing framing(boolean knownLength) {
        if (knownLength) {
            return Framing.LENGTH;
        }
        return head.minorVersion() > 0 ? Framing.CHUNKED : Framing.CLOSE;
    }

    /** Ends a response that has failed half-way: replaces it by an error response unless parts of it have been sent. */
    final AfterReply abandonResponse(Framing framing, boolean last) throws IOException {
        ByteWriter out = transport.out();
        if (out.rollback()) {
            recordDiscarded();
            return writeFailure(last);
        }
        // If closing would mark the end of the body, only a reset tells the client that the body is truncated.
        return framing == Framing.CLOSE ? AfterReply.RESET : AfterReply.CLOSE;
    }

    /** Writes an error response: it says what was wrong with the request, but not why a handler failed. */
    final AfterReply writeFailure(boolean last) throws IOException {
        IOException cause = body.failure() == null ? clientFault : body.failure();
        if (cause instanceof ProtocolException fault) {
            ResponseEncoder.writeError(transport, Http1Session.statusOf(fault), Persistence.CLOSE, isHead(), record);
            return AfterReply.LINGERING_CLOSE;
        }
        if (cause != null) {
            return AfterReply.CLOSE; // the client has closed the connection
        }
        boolean keepAlive = head.keepsConnection() && !last && canDrain();
        ResponseEncoder.writeError(transport, failure, persistence(keepAlive), isHead(), record);
        return finish(keepAlive);
    }

    /** The response that was begun is discarded. */
    final void recordDiscarded() {
        if (record != null) {
            record.discarded();
        }
    }

    /** The response was written to its end. */
    final void recordCompleted() {
        if (record != null) {
            record.completed();
        }
    }

    final boolean isHead() {
        return head.method().equals("HEAD");
    }

    final Persistence persistence(boolean keepAlive) {
        if (!keepAlive) {
            return Persistence.CLOSE;
        }
        return head.minorVersion() > 0 ? Persistence.IMPLIED : Persistence.EXPLICIT;
    }

    /** Whether the client will send the unread rest of the body, and it is short enough to discard, as far as known. */
    final boolean canDrain() {
        return body.isConsumed() || (!body.awaitsContinue() && body.minRemaining() <= limits.discardedBody());
    }

    /**
     * Whether a response can begin without a word on its connection: then the end decides, as the handler may read the rest of the body until
     * then. Not in HTTP/1.0, where a connection is kept only if the response says so.
     */
    final boolean decidesAtEnd() {
        return head.minorVersion() > 0;
    }

    /**
     * Says in the head of a response that ends now that the connection closes, if the handler has left too much of the body. Not if the head
     * has been sent: then {@link #finish} closes the connection without having said so, unless another thread reads the rest meanwhile.
     *
     * @param keepAlive whether the connection may be kept, as far as the head says
     * @param headLength bytes of the head
     * @return whether it may still be kept
     */
    final boolean announceEnd(boolean keepAlive, int headLength) throws IOException {
        boolean undecided = keepAlive && decidesAtEnd() && !canDrain();
        return keepAlive && !(undecided && ResponseEncoder.addClose(transport.out(), headLength, record));
    }

    /** Ends an exchange whose response is complete. */
    final AfterReply finish(boolean keepAlive) throws IOException {
        if (body.isConsumed() && (keepAlive || !head.keepsConnection())) {
            return keepAlive ? AfterReply.KEEP_ALIVE : AfterReply.CLOSE;
        }
        if (!keepAlive || !canDrain()) {
            // The client sends its body, or its next request, until it has read that the connection closes.
            return AfterReply.LINGERING_CLOSE;
        }
        // The client may wait for the response before it sends the rest.
        transport.out().flush();
        try {
            return body.drain(limits.discardedBody()) ? AfterReply.KEEP_ALIVE : AfterReply.LINGERING_CLOSE;
        } catch (ProtocolException fault) {
            // The response has been sent, and the start of the next request is lost.
            return AfterReply.LINGERING_CLOSE;
        }
    }
}
