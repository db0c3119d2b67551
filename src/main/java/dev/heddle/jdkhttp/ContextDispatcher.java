package dev.heddle.jdkhttp;

import com.sun.net.httpserver.Authenticator;
import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.heddle.http.BodyOutput;
import dev.heddle.http.Headers;
import dev.heddle.http.Request;
import dev.heddle.http.Status;
import dev.heddle.http1.ExchangeHandler;
import dev.heddle.http1.Responder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Finds the context of a request and runs its filters, authenticator and handler: on the calling thread, or, if the program has
 * set an executor, there. It returns when the exchange is over, which may be after its handler has returned: others may end it.
 */
final class ContextDispatcher implements ExchangeHandler {
    private final ServerState server;

    ContextDispatcher(ServerState server) {
        this.server = server;
    }

    @Override
    public boolean mustRunAlone() {
        return server.executor() != null;
    }

    @Override
    public void handle(Request request, Responder responder) throws Exception {
        RequestTarget target = RequestTarget.of(request.target());
        if (target == null) {
            answer(request, responder, Status.BAD_REQUEST);
            return;
        }
        RegisteredContext context = server.contextOf(target.path());
        HttpHandler handler = context == null ? null : context.getHandler();
        if (context == null || handler == null) {
            answer(request, responder, context == null ? Status.NOT_FOUND : Status.INTERNAL_SERVER_ERROR);
            return;
        }
        ExchangeState exchange = new ExchangeState(server, context, target, request, responder);
        try {
            exchange.watchTimes();
            if (begin(exchange, handler)) {
                exchange.awaitEnd();
            } else {
                answer(request, responder, Status.SERVICE_UNAVAILABLE);
            }
        } finally {
            exchange.over();
        }
    }

    /** False if the executor does not take it. */
    private boolean begin(ExchangeState exchange, HttpHandler handler) {
        Executor executor = server.executor();
        if (executor == null) {
            Thread.currentThread().setContextClassLoader(server.loader());
            run(exchange, handler);
            return true;
        }
        try {
            executor.execute(() -> run(exchange, handler));
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    private static void run(ExchangeState core, HttpHandler handler) {
        core.handlerBegins();
        try {
            HttpExchange exchange = core.exchange();
            List<Filter> filters = core.context().getFilters();
            if (filters.isEmpty()) {
                authenticate(core, handler, exchange);
            } else {
                new Filter.Chain(filters, wrapped -> authenticate(core, handler, wrapped)).doFilter(exchange);
            }
        } catch (Throwable failed) {
            core.fail(failed);
        } finally {
            core.handlerReturned();
        }
    }

    private static void authenticate(ExchangeState core, HttpHandler handler, HttpExchange exchange)
            throws IOException {
        Authenticator authenticator = core.context().getAuthenticator();
        if (authenticator == null) {
            handler.handle(exchange);
            return;
        }
        switch (authenticator.authenticate(exchange)) {
            case Authenticator.Success success -> {
                core.principal(success.getPrincipal());
                handler.handle(exchange);
            }
            case Authenticator.Retry retry -> refuse(exchange, retry.getResponseCode());
            case Authenticator.Failure failure -> refuse(exchange, failure.getResponseCode());
            default -> throw new IOException("the authenticator gave no result that is known");
        }
    }

    private static void refuse(HttpExchange exchange, int code) throws IOException {
        try (InputStream body = exchange.getRequestBody()) {
            body.transferTo(OutputStream.nullOutputStream());
        }
        exchange.sendResponseHeaders(code, -1);
    }

    /** Where there is nobody of the program's to answer. */
    private static void answer(Request request, Responder responder, Status status) throws IOException {
        byte[] text = ("<h1>" + status.code() + " " + status.reason() + "</h1>\n").getBytes(StandardCharsets.UTF_8);
        BodyOutput out =
                responder.begin(status, Headers.of("Content-Type", "text/html; charset=utf-8"), text.length, false);
        if (!request.method().equals("HEAD")) {
            out.write(text);
        }
        responder.end();
    }
}
