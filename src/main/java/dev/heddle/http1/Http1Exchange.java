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
 * One request and its response: what is the same however the handler answers. {@code ReturningExchange} has a handler that
 * returns its response, {@code WritingExchange} one that writes it.
 *
 * <p>What can go wrong, and what the client gets:
 *
 * <ul>
 *   <li>the handler fails: 500, and the connection goes on
 *   <li>the request's content breaks the protocol while it is read: the status that says so, and the end
 *   <li>either of them when parts of the response have been sent: a response cut short, and the end
 *   <li>the client leaves: the end
 * </ul>
 */
abstract class Http1Exchange implements Exchange {
    final RequestHead head;
    final BodyInput content;
    final Http1Request request;
    final Transport transport;
    private final Limits limits;

    /** A fault of the client's that the handler has found itself, or let through. */
    private @Nullable ProtocolException brokenBy;

    /** What is said if there is no response of the handler's, and nothing wrong with the request. */
    private Status failure = Status.INTERNAL_SERVER_ERROR;

    Http1Exchange(RequestHead head, Transport transport, Limits limits) {
        this.head = head;
        this.transport = transport;
        this.limits = limits;
        this.content = BodyInput.of(
                head,
                transport,
                limits.body(),
                new ChunkLimits(limits.chunkExtensions(), limits.head(), limits.headerCount()));
        this.request = new Http1Request(head, content, transport);
    }

    /** Makes the exchange of a request that has been read. */
    @FunctionalInterface
    interface ExchangeFactory {
        Http1Exchange make(RequestHead head, Transport transport);
    }

    /** Where the handler wants the request. */
    abstract Lane lane(Request wanted);

    @Override
    public final Lane lane() {
        try {
            return lane(request);
        } catch (RuntimeException | Error failed) {
            transport.events().handlerFailed(transport.peer(), failed);
            return Lane.NORMAL;
        }
    }

    @Override
    public boolean mustRunAlone() {
        return head.hasContent() || !Method.isSafe(head.method());
    }

    @Override
    public final boolean isLastMessage() {
        return !head.keepsConnection();
    }

    @Override
    public final void rejectOverload() {
        failure = Status.SERVICE_UNAVAILABLE;
    }

    /** Tells the operator of a failed handler, unless it was the client's doing. */
    final void report(Throwable failed) {
        if (content.failure() == null && !(failed instanceof ProtocolException)) {
            transport.events().handlerFailed(transport.peer(), failed);
        }
        brokenBy = failed instanceof ProtocolException broken ? broken : null;
    }

    /** Whether the connection may go on behind a response, as far as the request decides it. */
    final boolean keeps(boolean last) {
        return head.keepsConnection() && !last && content.failure() == null;
    }

    /** How the end of content shows that is made while it is sent; its length may be unknown. */
    final Framing framing(boolean knownLength) {
        if (knownLength) {
            return Framing.LENGTH;
        }
        return head.minorVersion() > 0 ? Framing.CHUNKED : Framing.CLOSE;
    }

    /** What becomes of the connection when a response has failed half-way; nothing more is said if parts of it have left. */
    final AfterReply cutShort(Framing framing, boolean last) throws IOException {
        ByteWriter out = transport.out();
        if (out.rollback()) {
            return writeFailure(last);
        }
        // Where the end of the connection would be the end of the content, only a reset shows that it is not.
        return framing == Framing.CLOSE ? AfterReply.RESET : AfterReply.CLOSE;
    }

    /** Instead of a response of the handler's: the client's fault is named, the handler's is not. */
    final AfterReply writeFailure(boolean last) throws IOException {
        IOException broken = content.failure() == null ? brokenBy : content.failure();
        if (broken instanceof ProtocolException fault) {
            ResponseEncoder.error(transport.out(), Http1Session.statusOf(fault), Persistence.CLOSE, isHead());
            return AfterReply.LINGERING_CLOSE;
        }
        if (broken != null) {
            return AfterReply.CLOSE; // the client has left
        }
        boolean keeps = head.keepsConnection() && !last && canDrain();
        ResponseEncoder.error(transport.out(), failure, persistence(keeps), isHead());
        return finish(keeps);
    }

    final boolean isHead() {
        return head.method().equals("HEAD");
    }

    final Persistence persistence(boolean keeps) {
        if (!keeps) {
            return Persistence.CLOSE;
        }
        return head.minorVersion() > 0 ? Persistence.IMPLIED : Persistence.SAID;
    }

    /** Whether what the handler has left of the content can be had, and is not too much. */
    final boolean canDrain() {
        return content.isConsumed() || (!content.awaitsLeave() && content.leftAtLeast() <= limits.discardedBody());
    }

    /** Ends an exchange whose response is whole. */
    final AfterReply finish(boolean keeps) throws IOException {
        if (content.isConsumed()) {
            return keeps ? AfterReply.KEEP_ALIVE : AfterReply.CLOSE;
        }
        if (!keeps || !canDrain()) {
            return AfterReply.LINGERING_CLOSE;
        }
        // The client may wait for its answer before it sends the rest.
        transport.out().flush();
        try {
            return content.drain(limits.discardedBody()) ? AfterReply.KEEP_ALIVE : AfterReply.LINGERING_CLOSE;
        } catch (ProtocolException broken) {
            return AfterReply
                    .LINGERING_CLOSE; // It has its answer; what else it sends is nothing we could read on from.
        }
    }
}
