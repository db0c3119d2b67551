package dev.heddle.http1;

import dev.heddle.http.EndedExchange;
import dev.heddle.http.ExchangeListener;
import dev.heddle.http.Headers;
import dev.heddle.http.Status;
import dev.heddle.protocol.Transport;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * What a listener is told of one exchange. There is none without a listener. Belongs to the thread that the exchange belongs to; that of
 * the output while it writes.
 */
final class ExchangeRecord implements EndedExchange {
    private final ExchangeListener listener;
    private final Transport transport;

    /** Null if the request was rejected while its head was read. */
    private final @Nullable RequestHead head;

    /** What had arrived of the first line of such a request. */
    private final String rejected;

    private final long startedAt;
    private long endedAt;

    /** The status in the response's head; 0 without one. */
    private int status;

    // Positions in the output of the connection.
    private long from;
    private long bodyFrom;
    private long to;

    private boolean complete;

    private ExchangeRecord(
            ExchangeListener listener,
            Transport transport,
            @Nullable RequestHead head,
            String rejected,
            long startedAt) {
        this.listener = listener;
        this.transport = transport;
        this.head = head;
        this.rejected = rejected;
        this.startedAt = startedAt;
    }

    /**
     * Of a request whose head was read.
     *
     * @param startedAt when that began, by {@link System#nanoTime}
     */
    static ExchangeRecord of(ExchangeListener listener, Transport transport, RequestHead head, long startedAt) {
        return new ExchangeRecord(listener, transport, head, "", startedAt);
    }

    /** Of one that was rejected before. */
    static ExchangeRecord ofRejected(ExchangeListener listener, Transport transport, String line, long startedAt) {
        return new ExchangeRecord(listener, transport, null, line, startedAt);
    }

    /** A response's head was written: the final one's, or that of an error response in its place. */
    void headWritten(Status written, long before, long after) {
        status = written.code();
        from = before;
        bodyFrom = after;
    }

    /** So many bytes were inserted into the head. */
    void headGrew(int bytes) {
        bodyFrom += bytes;
    }

    /** The response was discarded before any of it was sent. */
    void discarded() {
        status = 0;
    }

    /** The response was written to its end. */
    void completed() {
        complete = true;
        to = transport.out().position();
    }

    /** Tells the listener. Once, when the exchange is over. */
    void report() {
        complete &= !transport.out().broken();
        if (!complete) {
            to = transport.out().position();
        }
        endedAt = System.nanoTime();
        try {
            listener.ended(this);
        } catch (RuntimeException | Error e) {
            // A log that fails is no reason to stop serving, and there is no one left to report it to.
        }
    }

    @Override
    public SocketAddress peer() {
        return transport.peer();
    }

    @Override
    public String requestLine() {
        return head == null ? rejected : head.requestLine();
    }

    @Override
    public boolean isParsed() {
        return head != null;
    }

    @Override
    public String method() {
        return head == null ? "" : head.method();
    }

    @Override
    public String target() {
        return head == null ? "" : head.target();
    }

    @Override
    public int minorVersion() {
        return head == null ? 1 : head.minorVersion();
    }

    @Override
    public Headers headers() {
        return head == null ? Headers.none() : head;
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public long bytes() {
        return status == 0 ? 0 : Math.max(0, to - from);
    }

    @Override
    public long bodyBytes() {
        return status == 0 ? 0 : Math.max(0, to - bodyFrom);
    }

    @Override
    public boolean isComplete() {
        return complete;
    }

    @Override
    public long nanos() {
        return endedAt - startedAt;
    }
}
