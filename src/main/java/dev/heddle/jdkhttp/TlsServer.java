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

/** {@code HttpsServer}: forwards to {@link ServerState}. Each connection begins with a handshake, on its own thread. */
final class TlsServer extends HttpsServer {
    private final ServerState state;
    private final AtomicReference<@Nullable HttpsConfigurator> configurator = new AtomicReference<>();

    TlsServer(JdkHttpOptions options) {
        this.state = new ServerState(this, "https", options);
    }

    @Override
    public void bind(InetSocketAddress address, int backlog) throws IOException {
        state.bind(address, backlog, new TlsLayer(configurator, state.options()));
    }

    @Override
    public void setHttpsConfigurator(HttpsConfigurator chosen) {
        Objects.requireNonNull(chosen, "null HttpsConfigurator");
        state.requireNotStarted();
        configurator.set(chosen);
    }

    @Override
    public @Nullable HttpsConfigurator getHttpsConfigurator() {
        return configurator.get();
    }

    /** For {@link HeddleHttpServerProvider#serverOf}. */
    ServerState state() {
        return state;
    }

    @Override
    public void start() {
        state.start();
    }

    @Override
    public void setExecutor(@Nullable Executor executor) {
        state.setExecutor(executor);
    }

    @Override
    public @Nullable Executor getExecutor() {
        return state.executor();
    }

    @Override
    public void stop(int delay) {
        state.stop(delay);
    }

    @Override
    public HttpContext createContext(String path, HttpHandler handler) {
        return state.createContext(path, Objects.requireNonNull(handler, "handler"));
    }

    @Override
    public HttpContext createContext(String path) {
        return state.createContext(path, null);
    }

    @Override
    public void removeContext(String path) {
        state.removeContext(path);
    }

    @Override
    public void removeContext(HttpContext context) {
        state.removeContext(context);
    }

    @Override
    public @Nullable InetSocketAddress getAddress() {
        return state.address();
    }
}
