package dev.heddle.http1;

import dev.heddle.bytes.ByteReader;
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

/** The requests on one connection. */
final class Http1Session implements Session {
    private final Transport transport;
    private final ExchangeFactory exchanges;
    private final Limits limits;
    private final boolean takesMissingHost;

    /** The parser that has seen empty lines and nothing else since the last request: it counts them. */
    private @Nullable HeadParser unfinished;

    /** @param takesMissingHost whether HTTP/1.1 without Host is a request, too */
    Http1Session(Transport transport, ExchangeFactory exchanges, Limits limits, boolean takesMissingHost) {
        this.transport = transport;
        this.exchanges = exchanges;
        this.limits = limits;
        this.takesMissingHost = takesMissingHost;
    }

    @Override
    public @Nullable Exchange next() throws IOException {
        ByteReader in = transport.in();
        ReadProgress progress = transport.progress();
        HeadParser parser = unfinished == null ? new HeadParser(limits, takesMissingHost) : unfinished;
        unfinished = null;
        RequestHead head = parser.parse(in);
        while (head == null) {
            // An empty line is not part of a request (RFC 9112 2.2): the connection is idle until the first byte of
            // one.
            if (in.buffered() == 0) {
                unfinished = parser;
                return null;
            }
            if (!progress.messageStarted()) {
                return null;
            }
            if (!in.fill()) {
                throw new EOFException("the client left in the middle of a request head");
            }
            head = parser.parse(in);
        }
        progress.headComplete();
        return exchanges.make(head, transport);
    }

    @Override
    public Exchange errorReply(ProtocolException broken) {
        return new ErrorReply(transport.out(), statusOf(broken));
    }

    /** The status that says what was wrong. */
    static Status statusOf(ProtocolException broken) {
        return switch (broken) {
            case HttpError error -> error.status();
            case OverloadException full -> Status.SERVICE_UNAVAILABLE;
            case DeadlineException late -> Status.REQUEST_TIMEOUT;
            default -> Status.BAD_REQUEST;
        };
    }
}
