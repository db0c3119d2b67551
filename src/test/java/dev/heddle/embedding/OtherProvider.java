package dev.heddle.embedding;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsServer;
import com.sun.net.httpserver.spi.HttpServerProvider;
import java.net.InetSocketAddress;

/** Another program's provider, beside Heddle's. */
public final class OtherProvider extends HttpServerProvider {
    /** Called by the service loader. */
    public OtherProvider() {}

    @Override
    public HttpServer createHttpServer(InetSocketAddress address, int backlog) {
        throw new UnsupportedOperationException("no server here");
    }

    @Override
    public HttpsServer createHttpsServer(InetSocketAddress address, int backlog) {
        throw new UnsupportedOperationException("no server here");
    }
}
