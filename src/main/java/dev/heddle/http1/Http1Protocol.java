package dev.heddle.http1;

import dev.heddle.bytes.Ascii;
import dev.heddle.http.Handler;
import dev.heddle.http1.Http1Exchange.ExchangeFactory;
import dev.heddle.options.Limits;
import dev.heddle.protocol.Protocol;
import dev.heddle.protocol.Session;
import dev.heddle.protocol.Transport;

/** HTTP/1.1 (RFC 9110, RFC 9112), and 1.0 for those who still speak it. */
public final class Http1Protocol implements Protocol {
    private static final byte[] REFUSAL = Ascii.bytes("""
            HTTP/1.1 503 Service Unavailable\r
            Content-Length: 0\r
            Connection: close\r
            Retry-After: 1\r
            \r
            """);

    private final String scheme;
    private final ExchangeFactory exchanges;
    private final Limits limits;
    private final boolean takesMissingHost;

    /**
     * @param handler answers the requests
     * @param limits what is taken of them
     */
    public Http1Protocol(Handler handler, Limits limits) {
        this((head, transport) -> new ReturningExchange(head, transport, handler, limits), limits, "http", false);
    }

    /**
     * For handlers that write their responses while they run.
     *
     * @param scheme {@code http} or {@code https}
     * @param handler answers the requests
     * @param limits what is taken of them
     */
    public Http1Protocol(String scheme, ExchangeHandler handler, Limits limits) {
        this((head, transport) -> new WritingExchange(head, transport, handler, limits), limits, scheme, false);
    }

    private Http1Protocol(ExchangeFactory exchanges, Limits limits, String scheme, boolean takesMissingHost) {
        this.scheme = scheme;
        this.exchanges = exchanges;
        this.limits = limits;
        this.takesMissingHost = takesMissingHost;
    }

    /** This protocol, with or without requests that lack a Host field: HTTP/1.1 has none of those (RFC 9112 3.2). */
    public Http1Protocol takingMissingHost(boolean taken) {
        return new Http1Protocol(exchanges, limits, scheme, taken);
    }

    @Override
    public String scheme() {
        return scheme;
    }

    @Override
    public int maxMessageBytes() {
        return limits.head();
    }

    @Override
    public Session open(Transport transport) {
        return new Http1Session(transport, exchanges, limits, takesMissingHost);
    }

    @Override
    public byte[] overloadReply() {
        return REFUSAL.clone();
    }
}
