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

/**
 * A context of a server: a path with its handler, filters and authenticator. Thread-safe; a change counts for later
 * exchanges.
 */
final class RegisteredContext extends HttpContext {
    private final ServerState server;
    private final String path;

    /** Null until it is set, and set once. */
    private final AtomicReference<@Nullable HttpHandler> handler;

    private final AtomicReference<@Nullable Authenticator> authenticator = new AtomicReference<>();
    private final Map<String, Object> attributes = new ConcurrentHashMap<>();
    private final List<Filter> filters = new CopyOnWriteArrayList<>();

    RegisteredContext(ServerState server, String path, @Nullable HttpHandler handler) {
        if (!path.startsWith("/")) {
            // The JDK's own text, which its tests compare.
            throw new IllegalArgumentException("Illegal value for path or protocol");
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
        if (!handler.compareAndSet(null, Objects.requireNonNull(chosen, "Null handler parameter"))) {
            throw new IllegalArgumentException("handler already set: " + path);
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
