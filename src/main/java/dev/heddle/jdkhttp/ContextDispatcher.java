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
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Finds the context of a request and runs its filters, authenticator and handler: on the executor if the program has
 * set one, else on the calling thread. Returns when the exchange has ended; that may be long after the handler's
 * return, as another thread may end it.
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
            sendStatus(request, responder, Status.BAD_REQUEST);
            return;
        }
        RegisteredContext context = server.contextOf(target.path());
        HttpHandler handler = context == null ? null : context.getHandler();
        if (context == null || handler == null) {
            sendStatus(request, responder, context == null ? Status.NOT_FOUND : Status.INTERNAL_SERVER_ERROR);
            return;
        }
        ExchangeState exchange = new ExchangeState(server, context, target, request, responder);
        try {
            exchange.watchTimeLimits();
            if (dispatch(exchange, handler)) {
                exchange.awaitEnd();
            } else if (closesOnFailure()) {
                responder.closeConnection();
            } else {
                sendStatus(request, responder, Status.SERVICE_UNAVAILABLE);
            }
        } catch (RuntimeException | Error failed) {
            if (closesOnFailure()) {
                responder.closeConnection(); // The executor's failure; a handler's has closed it already.
            }
            throw failed;
        } finally {
            exchange.endIfOpen();
        }
    }

    private boolean closesOnFailure() {
        return server.options().relaxes(Relaxation.FAILURE_CLOSES);
    }

    /**
     * Runs the handler, or hands it to the executor.
     *
     * @return false if the executor rejects it
     */
    private boolean dispatch(ExchangeState exchange, HttpHandler handler) {
        Executor executor = server.executor();
        if (executor == null) {
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

    private static void run(ExchangeState state, HttpHandler handler) {
        state.handlerBegins();
        try {
            HttpExchange exchange = state.exchange();
            List<Filter> filters = state.context().getFilters();
            if (filters.isEmpty()) {
                authenticate(state, handler, exchange);
            } else {
                new Filter.Chain(filters, wrapped -> authenticate(state, handler, wrapped)).doFilter(exchange);
            }
        } catch (Throwable failed) {
            state.fail(failed);
        } finally {
            state.handlerReturned();
        }
    }

    private static void authenticate(ExchangeState state, HttpHandler handler, HttpExchange exchange)
            throws IOException {
        Authenticator authenticator = state.context().getAuthenticator();
        if (authenticator == null) {
            handler.handle(exchange);
            return;
        }
        switch (authenticator.authenticate(exchange)) {
            case Authenticator.Success success -> {
                state.principal(success.getPrincipal());
                handler.handle(exchange);
            }
            case Authenticator.Retry retry -> reject(exchange, retry.getResponseCode());
            case Authenticator.Failure failure -> reject(exchange, failure.getResponseCode());
            case Authenticator.Result unknown ->
                throw new IOException("unknown result of the authenticator: "
                        + unknown.getClass().getName());
        }
    }

    /**
     * Sends what an authenticator has decided. The body is neither asked for nor read before: the client gets to know at once. If it is
     * short it is discarded then, and the client may try again on this connection.
     */
    private static void reject(HttpExchange exchange, int code) throws IOException {
        exchange.sendResponseHeaders(code, -1);
    }

    /** Sends a response for which no handler of the program was run. */
    private static void sendStatus(Request request, Responder responder, Status status) throws IOException {
        byte[] text = ("<h1>" + status.code() + " " + status.reason() + "</h1>\n").getBytes(StandardCharsets.UTF_8);
        BodyOutput out =
                responder.begin(status, Headers.of("Content-Type", "text/html; charset=utf-8"), text.length, false);
        if (!request.method().equals("HEAD")) {
            out.write(text);
        }
        responder.end();
    }
}
