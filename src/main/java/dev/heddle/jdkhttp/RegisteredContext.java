package dev.heddle.jdkhttp;

import com.sun.net.httpserver.Authenticator;
import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A path of a server, with what serves it. Any thread may change it; exchanges that begin later see it. */
final class RegisteredContext extends HttpContext {
    private final ServerState server;
    private final String path;
    private final AtomicReference<@Nullable HttpHandler> handler;
    private final AtomicReference<@Nullable Authenticator> authenticator = new AtomicReference<>();
    private final Map<String, Object> attributes = new ConcurrentHashMap<>();
    private final List<Filter> filters = new CopyOnWriteArrayList<>();

    RegisteredContext(ServerState server, String path, @Nullable HttpHandler handler) {
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("a context's path begins with a slash: " + path);
        }
        this.server = server;
        this.path = path;
        this.handler = new AtomicReference<>(handler);
    }

    @Override
    public @Nullable HttpHandler getHandler() {
        return handler.get();
    }

    @Override
    public void setHandler(HttpHandler chosen) {
        if (!handler.compareAndSet(null, Objects.requireNonNull(chosen, "handler"))) {
            throw new IllegalArgumentException("the context has a handler already: " + path);
        }
    }

    @Override
    public String getPath() {
        return path;
    }

    @Override
    public HttpServer getServer() {
        return server.wrapper();
    }

    @Override
    public Map<String, Object> getAttributes() {
        return attributes;
    }

    @Override
    public List<Filter> getFilters() {
        return filters;
    }

    @Override
    public @Nullable Authenticator setAuthenticator(@Nullable Authenticator chosen) {
        return authenticator.getAndSet(chosen);
    }

    @Override
    public @Nullable Authenticator getAuthenticator() {
        return authenticator.get();
    }
}
