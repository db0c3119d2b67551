package dev.heddle.jdkhttp;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpPrincipal;
import dev.heddle.concurrent.CloseGuard;
import dev.heddle.concurrent.Latches;
import dev.heddle.http.Request;
import dev.heddle.http.Status;
import dev.heddle.http1.Responder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One exchange: what {@link PlainExchange} and {@link TlsExchange} forward to.
 *
 * <p>It ends when both its streams have ended. The handler may end them, another thread long after the handler has
 * returned, a failure, a timeout, or the server's stop. Only then does the connection's thread, which waits in {@link
 * #awaitEnd}, touch the connection again. The program's threads use an exchange one at a time and publish it safely
 * when they hand it on; but one may read the request while another writes the response.
 */
final class ExchangeState {
    private static final int NO_CODE = -1;

    private final ServerState server;
    private final RegisteredContext context;
    private final RequestTarget target;
    private final Request request;
    private final Responder responder;
    private final HttpExchange exchange;

    /** Two: the request's stream and the response's. Each counts down when it has ended. */
    private final CountDownLatch openStreams = new CountDownLatch(2);

    /** In use from the handler's call to its return; closed by an exchange that is closed without a response. */
    private final CloseGuard handlerCall = new CloseGuard();

    /** In use while the time limits abort the connection; closed before the connection goes on to its next exchange. */
    private final CloseGuard timeLimits = new CloseGuard();

    private final RequestBody requestBody;
    private final ResponseBody responseBody;

    /** The request's stream as filters have wrapped it. */
    private InputStream in;

    /** The response's stream as filters have wrapped it. */
    private OutputStream out;

    private @Nullable Headers requestHeaders;
    private final Headers responseHeaders = new Headers();
    private final Map<String, Object> attributes;
    private int code = NO_CODE;
    private boolean headSent;

    /** Whether the headers that frame the body are still missing in {@link #responseHeaders}. */
    private boolean framingPending;

    /** Length of the response's body as {@link Responder#begin} takes it. */
    private long length;

    private boolean closed;
    private @Nullable HttpPrincipal principal;

    /** The handler's failure, thrown again on the connection's thread. Set by the thread that ran the handler. */
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    ExchangeState(
            ServerState server, RegisteredContext context, RequestTarget target, Request request, Responder responder) {
        this.server = server;
        this.context = context;
        this.target = target;
        this.request = request;
        this.responder = responder;
        this.requestBody = new RequestBody(request, openStreams);
        this.responseBody = new ResponseBody(responder, requestBody, openStreams);
        this.in = requestBody;
        this.out = responseBody;
        this.attributes = switch (server.options().attributes()) {
            case CONTEXT -> context.getAttributes();
            case EXCHANGE -> new HashMap<>();
        };
        this.exchange = server.isTls() ? new TlsExchange(this) : new PlainExchange(this);
    }

    // ---- called by the program

    Headers requestHeaders() {
        Headers made = requestHeaders;
        if (made == null) {
            made = ResponseHeaders.ofRequest(request.headers());
            requestHeaders = made;
        }
        return made;
    }

    Headers responseHeaders() {
        if (framingPending) {
            framingPending = false;
            ResponseHeaders.addFraming(responseHeaders, length);
        }
        return responseHeaders;
    }

    void sendResponseHeaders(int status, long declared) throws IOException {
        if (headSent || closed) {
            throw new IOException(headSent ? "headers already sent" : "exchange closed");
        }
        if (status >= 100 && status < 200) {
            if (status == 101) {
                throw new IOException("101 Switching Protocols is not supported");
            }
            responder.interim(
                    status, ResponseHeaders.ofResponse(responseHeaders, false).sent());
            return;
        }
        boolean head = request.method().equals("HEAD");
        boolean bodiless = head || status == 204 || status == 304;
        boolean keepsLength = bodiless && status != 204 && declared <= 0;
        length = responderLength(declared, head, bodiless);
        ResponseHeaders headers = ResponseHeaders.ofResponse(responseHeaders, keepsLength);
        boolean closes = headers.close() || server.isIdleLimitReached();
        responseBody.begin(Status.of(status), headers.sent(), length, closes, bodiless);
        headSent = true;
        code = status;
        framingPending = true;
        if (!context.getFilters().isEmpty()) {
            // A filter may hold the headers since before this call, and look at them after the handler has returned.
            responseHeaders();
        }
        if (bodiless || declared < 0) {
            close();
        }
    }

    /** What the API's length means to {@link Responder#begin}. */
    private static long responderLength(long declared, boolean head, boolean bodiless) {
        if (bodiless) {
            return head && declared > 0 ? declared : Responder.NO_BODY;
        }
        return declared == 0 ? Responder.UNKNOWN_LENGTH : Math.max(0, declared);
    }

    /** Ends the exchange; without a response, the connection too. */
    void close() {
        if (closed) {
            return;
        }
        closed = true;
        requestBody.close();
        if (!headSent) {
            // Probably a try-with-resources that an exception leaves: the handler's failure, which is a 500, comes
            // next. So
            // wait for the handler's return before the connection is closed.
            if (handlerCall.close()) {
                endWithoutResponse();
            }
            return;
        }
        try {
            out.close();
        } catch (IOException e) {
            // The client has left, or too little was written. The response's stream has closed the connection.
        } finally {
            // A filter's stream may not have passed the close on.
            responseBody.closeQuietly();
        }
    }

    InputStream in() {
        return in;
    }

    OutputStream out() {
        return out;
    }

    void streams(@Nullable InputStream wrappedIn, @Nullable OutputStream wrappedOut) {
        if (wrappedIn != null) {
            in = wrappedIn;
        }
        if (wrappedOut != null) {
            out = wrappedOut;
        }
    }

    @Nullable
    Object attribute(String name) {
        return attributes.get(Objects.requireNonNull(name, "null name parameter"));
    }

    void attribute(String name, @Nullable Object value) {
        Objects.requireNonNull(name, "null name parameter");
        if (value == null) {
            attributes.remove(name);
        } else {
            attributes.put(name, value);
        }
    }

    int code() {
        return code;
    }

    URI uri() {
        return target.uri();
    }

    Request request() {
        return request;
    }

    Responder responder() {
        return responder;
    }

    RegisteredContext context() {
        return context;
    }

    /** The exchange that the program gets. */
    HttpExchange exchange() {
        return exchange;
    }

    @Nullable
    HttpPrincipal principal() {
        return principal;
    }

    void principal(HttpPrincipal authenticated) {
        principal = authenticated;
    }

    // ---- its end

    /**
     * Ends it with the handler's failure: what has not been sent of the response is dropped. No effect after its end.
     */
    void fail(Throwable thrown) {
        if (responseBody.isEnded()) {
            return;
        }
        failure.set(thrown);
        if (server.options().relaxes(Relaxation.FAILURE_CLOSES)) {
            responder.closeConnection();
        }
        responseBody.abandon();
    }

    /** Called before the handler, on its thread. */
    void handlerBegins() {
        server.handlerBegins();
        handlerCall.tryBegin();
    }

    /** Called after the handler has returned or thrown, on its thread. */
    void handlerReturned() {
        if (handlerCall.end()) {
            endWithoutResponse();
        }
        server.handlerReturned();
    }

    /**
     * Ends it if it is still open, because no thread will: its executor has rejected it. After this the connection
     * goes on, and no time limit of this exchange may abort it.
     */
    void endIfOpen() {
        if (openStreams.getCount() > 0) {
            responseBody.abandon();
        }
        timeLimits.close();
    }

    private void endWithoutResponse() {
        if (failure.get() == null) {
            responder.closeConnection();
        }
        responseBody.abandon();
    }

    /** Aborts the connection: a time limit was exceeded, or the server stops. */
    void abort() {
        responder.control().abort();
        responseBody.abort();
    }

    /**
     * Waits until it has ended. On the thread that handles the request.
     *
     * @throws Exception the handler's failure
     */
    void awaitEnd() throws Exception {
        if (openStreams.getCount() > 0) {
            awaitStreams();
        }
        switch (failure.get()) {
            case null -> {}
            case Error error -> throw error;
            case Exception exception -> throw exception;
            case Throwable other -> throw new IOException(other);
        }
    }

    private void awaitStreams() throws IOException {
        if (!server.awaitedExchanges().add(this)) {
            abort(); // The server has stopped, and will not see this exchange.
        }
        try {
            responder.control().runBlocking(() -> Latches.awaitUninterruptibly(openStreams));
        } finally {
            server.awaitedExchanges().remove(this);
        }
    }

    /** Starts a thread that aborts the connection if the request or the response exceeds its time limit. */
    void watchTimeLimits() {
        Duration toRequest = server.options().maxRequestTime();
        Duration toResponse = server.options().maxResponseTime();
        if (toRequest.isZero() && toResponse.isZero()) {
            return;
        }
        Thread.ofVirtual().name("heddle-exchange-time").start(() -> {
            boolean inTime = toRequest.isZero() || requestBody.awaitRead(toRequest.toNanos());
            if (inTime && !toResponse.isZero()) {
                requestBody.awaitRead(Long.MAX_VALUE);
                inTime = Latches.await(openStreams, toResponse.toNanos());
            }
            if (!inTime && timeLimits.tryBegin()) {
                try {
                    abort();
                } finally {
                    timeLimits.end();
                }
            }
        });
    }
}
