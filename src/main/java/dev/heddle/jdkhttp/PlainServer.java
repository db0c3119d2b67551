package dev.heddle.jdkhttp;

import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.heddle.protocol.SocketLayer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** {@code HttpServer}: forwards to {@link ServerState}. */
final class PlainServer extends HttpServer {
    private final ServerState state;

    PlainServer(JdkHttpOptions options) {
        this.state = new ServerState(this, "http", options);
    }

    @Override
    public void bind(InetSocketAddress address, int backlog) throws IOException {
        boolean noDelay = state.options().noDelay();
        state.bind(address, backlog, noDelay ? SocketLayer.NONE : PlainServer::withDelay);
    }

    private static Socket withDelay(Socket accepted) throws IOException {
        accepted.setTcpNoDelay(false);
        return accepted;
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
