package dev.heddle.jdkhttp;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsServer;
import com.sun.net.httpserver.spi.HttpServerProvider;
import dev.heddle.Server;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Creates servers of {@code com.sun.net.httpserver} that run on Heddle. {@code HttpServerProvider.provider()} finds
 * it as a service; a program that wants options of its own for a server creates a provider itself.
 *
 * <p>Thread-safe, as are its servers.
 *
 * {@snippet :
 * HttpServer server = new HeddleHttpServerProvider(JdkHttpOptions.fromSystemProperties())
 *         .createHttpServer(new InetSocketAddress(8080), 0);
 * server.start();
 * }
 */
public final class HeddleHttpServerProvider extends HttpServerProvider {
    private final Supplier<JdkHttpOptions> options;

    /**
     * A provider whose servers read the system properties when they are created ({@link
     * JdkHttpOptions#fromSystemProperties}). A property that begins with {@code heddle.} and is unknown is logged, once.
     */
    public HeddleHttpServerProvider() {
        this.options = () -> {
            PropertyNames.tellUnknown();
            return JdkHttpOptions.fromSystemProperties();
        };
    }

    /** A provider whose servers have these options, whatever the system properties say. */
    public HeddleHttpServerProvider(JdkHttpOptions options) {
        this.options = () -> options;
    }

    /**
     * The Heddle server that runs a server of this provider: for its statistics, and to shut it down gracefully.
     * Start it through the API only.
     *
     * @param server a bound server
     * @throws IllegalArgumentException if it is another provider's, or is not bound
     */
    public static Server serverOf(HttpServer server) {
        Server found = switch (server) {
            case PlainServer plain -> plain.state().server();
            case TlsServer tls -> tls.state().server();
            default -> null;
        };
        if (found == null) {
            throw new IllegalArgumentException("not a bound server of Heddle: " + server);
        }
        return found;
    }

    /**
     * Creates a server, and binds it if there is an address.
     *
     * @param backlog connections that may wait to be accepted; 0 or less for {@link JdkHttpOptions#server}'s
     * @throws IOException if the address cannot be bound
     * @throws IllegalArgumentException if a system property names an unknown architecture or relaxation
     */
    @Override
    public HttpServer createHttpServer(@Nullable InetSocketAddress address, int backlog) throws IOException {
        PlainServer server = new PlainServer(options.get());
        if (address != null) {
            server.bind(address, backlog);
        }
        return server;
    }

    /**
     * Creates a TLS server; otherwise as {@link #createHttpServer}. Its handshakes fail until it has an {@code
     * HttpsConfigurator}.
     */
    @Override
    public HttpsServer createHttpsServer(@Nullable InetSocketAddress address, int backlog) throws IOException {
        TlsServer server = new TlsServer(options.get());
        if (address != null) {
            server.bind(address, backlog);
        }
        return server;
    }
}
