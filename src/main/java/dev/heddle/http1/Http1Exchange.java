package dev.heddle.http1;

import dev.heddle.bytes.ByteWriter;
import dev.heddle.http.Content;
import dev.heddle.http.Handler;
import dev.heddle.http.Response;
import dev.heddle.http.Status;
import dev.heddle.http1.ResponseEncoder.Framing;
import dev.heddle.http1.ResponseEncoder.Persistence;
import dev.heddle.options.Limits;
import dev.heddle.protocol.Exchange;
import dev.heddle.protocol.LaneName;
import dev.heddle.protocol.Outcome;
import dev.heddle.protocol.ProtocolException;
import dev.heddle.protocol.Transport;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * One request and its response.
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
final class Http1Exchange implements Exchange {
    private final RequestHead head;
    private final ContentInput content;
    private final Http1Request request;
    private final Transport transport;
    private final Handler handler;
    private final Limits limits;

    /** Set by {@link #handle}; null stays for a failed one. */
    private @Nullable Response response;

    /** A fault of the client's that the handler has found itself, or let through. */
    private @Nullable ProtocolException brokenBy;

    Http1Exchange(RequestHead head, Transport transport, Handler handler, Limits limits) {
        this.head = head;
        this.transport = transport;
        this.handler = handler;
        this.limits = limits;
        this.content = ContentInput.of(
                head,
                transport,
                limits.body(),
                new ChunkLimits(limits.chunkExtensions(), limits.head(), limits.fields()));
        this.request = new Http1Request(head, content, transport.peer());
    }

    @Override
    public void handle() {
        try {
            response = handler.handle(request);
            if (response == null) {
                throw new NullPointerException("the handler returned no response");
            }
        } catch (Throwable failed) {
            report(failed);
        }
    }

    /** Tells the operator, unless it was the client's doing. */
    private void report(Throwable failed) {
        if (content.failure() == null && !(failed instanceof ProtocolException)) {
            transport.events().handlerFailed(transport.peer(), failed);
        }
        brokenBy = failed instanceof ProtocolException broken ? broken : null;
    }

    @Override
    public LaneName lane() {
        try {
            return handler.lane(request);
        } catch (RuntimeException | Error failed) {
            transport.events().handlerFailed(transport.peer(), failed);
            return LaneName.NORMAL;
        }
    }

    @Override
    public boolean exclusive() {
        return head.hasContent() || !Method.isSafe(head.method());
    }

    @Override
    public boolean endsInput() {
        return !head.keepsConnection();
    }

    // ---- writing

    @Override
    public Outcome write(boolean last) throws IOException {
        Response answer = response;
        if (answer == null) {
            return writeFailure(last);
        }
        ByteWriter out = transport.out();
        out.begin();
        boolean keeps = head.keepsConnection() && !last && !answer.closes() && content.failure() == null;
        switch (answer.content()) {
            case Content.Octets there -> {
                keeps &= canDrain();
                ResponseEncoder.whole(out, answer, there.octets(), persistence(keeps), isHead());
            }
            case Content.Streamed made -> {
                Framing framing = framing(made);
                boolean headOnly = isHead() || answer.status().forbidsContent();
                // A writer may still read the request's content; without one, what is left of it is known now.
                keeps &= headOnly ? canDrain() : framing != Framing.CLOSE;
                Outcome failed = writeStreamed(answer, made, framing, keeps);
                if (failed != null) {
                    return failed;
                }
            }
        }
        out.end();
        return finish(keeps);
    }

    private Framing framing(Content.Streamed made) {
        if (made.length() != Content.Streamed.UNKNOWN_LENGTH) {
            return Framing.LENGTH;
        }
        return head.minorVersion() > 0 ? Framing.CHUNKED : Framing.CLOSE;
    }

    /** Null if all went well, else what becomes of the connection. */
    private @Nullable Outcome writeStreamed(Response answer, Content.Streamed made, Framing framing, boolean keeps)
            throws IOException {
        ByteWriter out = transport.out();
        ResponseEncoder.head(out, answer, framing, made.length(), persistence(keeps));
        if (isHead() || answer.status().forbidsContent()) {
            return null;
        }
        Http1Output sent = new Http1Output(out, framing, made.length());
        try {
            made.writer().writeTo(sent);
            sent.end();
            return null;
        } catch (Throwable failed) {
            if (out.broken()) {
                return Outcome.CLOSE; // The client has left, whatever the writer made of that.
            }
            report(failed);
            if (out.rollback()) {
                return writeFailure(!keeps);
            }
            // Where the end of the connection would be the end of the content, only a reset shows that it is not.
            return framing == Framing.CLOSE ? Outcome.CUT : Outcome.CLOSE;
        }
    }

    /** Instead of a response of the handler's: the client's fault is named, the handler's is not. */
    private Outcome writeFailure(boolean last) throws IOException {
        IOException broken = content.failure() == null ? brokenBy : content.failure();
        if (broken instanceof ProtocolException fault) {
            ResponseEncoder.error(transport.out(), Http1Session.statusOf(fault), Persistence.CLOSE, isHead());
            return Outcome.LINGER;
        }
        if (broken != null) {
            return Outcome.CLOSE; // the client has left
        }
        boolean keeps = head.keepsConnection() && !last && canDrain();
        ResponseEncoder.error(transport.out(), Status.INTERNAL_SERVER_ERROR, persistence(keeps), isHead());
        return finish(keeps);
    }

    private boolean isHead() {
        return head.method().equals("HEAD");
    }

    private Persistence persistence(boolean keeps) {
        if (!keeps) {
            return Persistence.CLOSE;
        }
        return head.minorVersion() > 0 ? Persistence.IMPLIED : Persistence.SAID;
    }

    /** Whether what the handler has left of the content can be had, and is not too much. */
    private boolean canDrain() {
        return content.isConsumed() || (!content.awaitsLeave() && content.leftAtLeast() <= limits.drain());
    }

    private Outcome finish(boolean keeps) throws IOException {
        if (content.isConsumed()) {
            return keeps ? Outcome.KEEP : Outcome.CLOSE;
        }
        if (!keeps || !canDrain()) {
            return Outcome.LINGER;
        }
        // The client may wait for its answer before it sends the rest.
        transport.out().flush();
        try {
            return content.drain(limits.drain()) ? Outcome.KEEP : Outcome.LINGER;
        } catch (ProtocolException broken) {
            return Outcome.LINGER; // It has its answer; what else it sends is nothing we could read on from.
        }
    }
}
