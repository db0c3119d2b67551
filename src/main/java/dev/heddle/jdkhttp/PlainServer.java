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

/** {@code HttpServer}, spoken in plain text. */
final class PlainServer extends HttpServer {
    private final ServerState server;

    PlainServer(JdkHttpOptions options) {
        this.server = new ServerState(this, "http", options);
    }

    @Override
    public void bind(InetSocketAddress address, int backlog) throws IOException {
        boolean noDelay = server.options().noDelay();
        server.bind(address, backlog, noDelay ? SocketLayer.NONE : PlainServer::delayed);
    }

    private static Socket delayed(Socket accepted) throws IOException {
        accepted.setTcpNoDelay(false);
        return accepted;
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
