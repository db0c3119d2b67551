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
 * Creates servers of {@code com.sun.net.httpserver} that are Heddle's. Found by {@code HttpServerProvider.provider()} as a
 * service; or made by hand, for servers with settings of their own:
 *
 * <pre>{@code
 * HttpServer server = new HeddleHttpServerProvider(options).createHttpServer(address, 0);
 * }</pre>
 *
 * <p>Any thread may call any method of it, and of the servers.
 */
public final class HeddleHttpServerProvider extends HttpServerProvider {
    private final Supplier<JdkHttpOptions> options;

    /** A provider whose servers are as the system properties say at the time when they are created. */
    public HeddleHttpServerProvider() {
        this.options = JdkHttpOptions::fromSystemProperties;
    }

    /** A provider whose servers are as these options say, whatever the system properties do. */
    public HeddleHttpServerProvider(JdkHttpOptions options) {
        this.options = () -> options;
    }

    /**
     * What serves behind a server that a provider of this kind has created: for its figures, and to drain it. It is to be
     * started through the API.
     *
     * @param server bound
     * @throws IllegalArgumentException if it is another provider's, or is not bound
     */
    public static Server behind(HttpServer server) {
        Server behind = switch (server) {
            case PlainServer plain -> plain.served().server();
            case TlsServer tls -> tls.served().server();
            default -> null;
        };
        if (behind == null) {
            throw new IllegalArgumentException("no bound server of Heddle's: " + server);
        }
        return behind;
    }

    @Override
    public HttpServer createHttpServer(@Nullable InetSocketAddress address, int backlog) throws IOException {
        PlainServer server = new PlainServer(options.get());
        if (address != null) {
            server.bind(address, backlog);
        }
        return server;
    }

    @Override
    public HttpsServer createHttpsServer(@Nullable InetSocketAddress address, int backlog) throws IOException {
        TlsServer server = new TlsServer(options.get());
        if (address != null) {
            server.bind(address, backlog);
        }
        return server;
    }
}
