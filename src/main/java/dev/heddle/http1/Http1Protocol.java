package dev.heddle.http1;

import dev.heddle.bytes.Ascii;
import dev.heddle.bytes.ByteReader;
import dev.heddle.bytes.ByteWriter;
import dev.heddle.http.ExchangeListener;
import dev.heddle.http.Handler;
import dev.heddle.http.Status;
import dev.heddle.http1.Http1Exchange.ExchangeFactory;
import dev.heddle.options.Limits;
import dev.heddle.protocol.Protocol;
import dev.heddle.protocol.Session;
import dev.heddle.protocol.Transport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/1.1 and HTTP/1.0 (RFC 9110, RFC 9112). Immutable.
 *
 * {@snippet :
 * Protocol http = new Http1Protocol(request -> Response.text("hello"), Limits.defaults())
 *         .allowing(new Leniency(true, false, false));
 * Server server = Server.of(http).start();
 * }
 */
public final class Http1Protocol implements Protocol {
    private static final byte[] OVERLOAD_REPLY = Ascii.bytes("""
            HTTP/1.1 503 Service Unavailable\r
            Content-Length: 0\r
            Connection: close\r
            Retry-After: 1\r
            \r
            """);

    private final String scheme;
    private final ExchangeFactory exchanges;
    private final Limits limits;
    private final Leniency leniency;

    /** Null if no one is told of exchanges: then nothing is recorded of them. */
    private final @Nullable ExchangeListener listener;

    /**
     * Creates the protocol for handlers that return a response.
     *
     * @param handler handles the requests
     * @param limits bounds on requests
     */
    public Http1Protocol(Handler handler, Limits limits) {
        this(
                (head, transport, record) -> new ReturningExchange(head, transport, handler, limits, record),
                limits,
                "http",
                Leniency.NONE,
                null);
    }

    /**
     * Creates the protocol for handlers that write the response while they run.
     *
     * @param scheme {@code http} or {@code https}
     * @param handler handles the requests
     * @param limits bounds on requests
     */
    public Http1Protocol(String scheme, ExchangeHandler handler, Limits limits) {
        this(
                (head, transport, record) -> new WritingExchange(head, transport, handler, limits, record),
                limits,
                scheme,
                Leniency.NONE,
                null);
    }

    private Http1Protocol(
            ExchangeFactory exchanges,
            Limits limits,
            String scheme,
            Leniency leniency,
            @Nullable ExchangeListener listener) {
        this.scheme = scheme;
        this.exchanges = exchanges;
        this.limits = limits;
        this.leniency = leniency;
        this.listener = listener;
    }

    /** Returns this protocol with another leniency; the default is {@link Leniency#NONE}. */
    public Http1Protocol allowing(Leniency other) {
        return new Http1Protocol(exchanges, limits, scheme, other, listener);
    }

    /** Returns this protocol with a further listener that is told of each exchange when it is over. */
    public Http1Protocol reportingTo(ExchangeListener further) {
        Objects.requireNonNull(further, "listener");
        return new Http1Protocol(
                exchanges, limits, scheme, leniency, listener == null ? further : new BothListeners(listener, further));
    }

    /**
     * Writes a reply that nobody receives, so that the classes of the JDK that a reply needs, such as those for the date, are initialized.
     */
    public static void replyToNobody() {
        ByteReader silence = new ByteReader((into, offset, length) -> -1, 1024);
        ByteWriter nobody = new ByteWriter((from, offset, length) -> {}, OVERLOAD_REPLY.length);
        try {
            new ErrorReply(new Transport(silence, nobody), Status.SERVICE_UNAVAILABLE, null).write(true);
        } catch (IOException e) {
            throw new UncheckedIOException("a write to memory failed", e);
        }
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
        return new Http1Session(transport, exchanges, limits, leniency, listener);
    }

    @Override
    public byte[] overloadReply() {
        return OVERLOAD_REPLY.clone();
    }
}
