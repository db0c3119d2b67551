package dev.heddle.jdkhttp;

import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** {@code HttpsServer}: each connection begins with a handshake, on its own thread. */
final class TlsServer extends HttpsServer {
    private final ServerState server;
    private final AtomicReference<@Nullable HttpsConfigurator> configurator = new AtomicReference<>();

    TlsServer(JdkHttpOptions options) {
        this.server = new ServerState(this, "https", options);
    }

    @Override
    public void bind(InetSocketAddress address, int backlog) throws IOException {
        server.bind(address, backlog, new TlsLayer(configurator, server.options()));
    }

    @Override
    public void setHttpsConfigurator(HttpsConfigurator chosen) {
        Objects.requireNonNull(chosen, "configurator");
        server.requireNotStarted();
        configurator.set(chosen);
    }

    @Override
    public @Nullable HttpsConfigurator getHttpsConfigurator() {
        return configurator.get();
    }

    /** What it passes its calls on to. */
    ServerState served() {
        return server;
    }

    @Override
    public void start() {
        server.start();
    }

    @Override
    public void setExecutor(@Nullable Executor executor) {
        server.setExecutor(executor);
    }

    @Override
    public @Nullable Executor getExecutor() {
        return server.executor();
    }

    @Override
    public void stop(int delay) {
        server.stop(delay);
    }

    @Override
    public HttpContext createContext(String path, HttpHandler handler) {
        return server.createContext(path, Objects.requireNonNull(handler, "handler"));
    }

    @Override
    public HttpContext createContext(String path) {
        return server.createContext(path, null);
    }

    @Override
    public void removeContext(String path) {
        server.removeContext(path);
    }

    @Override
    public void removeContext(HttpContext context) {
        server.removeContext(context);
    }

    @Override
    public @Nullable InetSocketAddress getAddress() {
        return server.address();
    }
}
