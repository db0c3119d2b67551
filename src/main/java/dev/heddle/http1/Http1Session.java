package dev.heddle.http1;

import dev.heddle.bytes.Ascii;
import dev.heddle.bytes.ByteReader;
import dev.heddle.http.ExchangeListener;
import dev.heddle.http.Status;
import dev.heddle.http1.Http1Exchange.ExchangeFactory;
import dev.heddle.options.Limits;
import dev.heddle.protocol.DeadlineException;
import dev.heddle.protocol.Exchange;
import dev.heddle.protocol.OverloadException;
import dev.heddle.protocol.ProtocolException;
import dev.heddle.protocol.ReadProgress;
import dev.heddle.protocol.Session;
import dev.heddle.protocol.Transport;
import java.io.EOFException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads the requests of one connection. */
final class Http1Session implements Session {
    /** Bytes of a rejected request that a listener gets to see. */
    private static final int MAX_REJECTED_LINE = 1024;

    private final Transport transport;
    private final ExchangeFactory exchanges;
    private final Limits limits;
    private final Leniency leniency;
    private final @Nullable ExchangeListener listener;

    /** When the latest request was begun to be read, by {@link System#nanoTime}; 0 without a listener. */
    private long startedAt;

    /** Kept if it has seen only empty lines since the last request, as it counts them. */
    private @Nullable HeadParser unfinished;

    Http1Session(
            Transport transport,
            ExchangeFactory exchanges,
            Limits limits,
            Leniency leniency,
            @Nullable ExchangeListener listener) {
        this.transport = transport;
        this.exchanges = exchanges;
        this.limits = limits;
        this.leniency = leniency;
        this.listener = listener;
    }

    @Override
    public @Nullable Exchange next() throws IOException {
        if (listener != null) {
            startedAt = System.nanoTime();
        }
        ByteReader in = transport.in();
        ReadProgress progress = transport.progress();
        HeadParser parser = unfinished == null ? new HeadParser(limits, leniency) : unfinished;
        unfinished = null;
        RequestHead head = parser.parse(in);
        while (head == null) {
            // Empty lines are not part of a request (RFC 9112 2.2): the connection stays idle until its first byte.
            if (in.buffered() == 0) {
                unfinished = parser;
                return null;
            }
            if (!progress.messageStarted()) {
                return null;
            }
            if (!in.fill()) {
                throw new EOFException("connection closed in the middle of a request head");
            }
            head = parser.parse(in);
        }
        progress.headComplete();
        return exchanges.make(
                head, transport, listener == null ? null : ExchangeRecord.of(listener, transport, head, startedAt));
    }

    @Override
    public Exchange errorReply(ProtocolException fault) {
        return new ErrorReply(
                transport,
                statusOf(fault),
                listener == null
                        ? null
                        : ExchangeRecord.ofRejected(listener, transport, line(transport.in()), startedAt));
    }

    /** What has arrived of a line, at most a part of it. */
    private static String line(ByteReader in) {
        int most = Math.min(in.buffered(), MAX_REJECTED_LINE);
        int end = 0;
        while (end < most && in.at(end) != '\r' && in.at(end) != '\n') {
            end++;
        }
        return Ascii.latin1(in.array(), in.position(), in.position() + end);
    }

    /** Returns the status for a fault in a request. */
    static Status statusOf(ProtocolException fault) {
        return switch (fault) {
            case HttpError error -> error.status();
            case OverloadException overload -> Status.SERVICE_UNAVAILABLE;
            case DeadlineException late -> Status.REQUEST_TIMEOUT;
            default -> Status.BAD_REQUEST;
        };
    }
}
