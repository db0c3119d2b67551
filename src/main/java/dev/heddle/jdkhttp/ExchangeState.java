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
import org.jspecify.annotations.Nullable;

/**
 * One exchange, behind {@code HttpExchange} or {@code HttpsExchange}, which only pass their calls on.
 *
 * <p>It is over when both its streams have ended, whoever ends them: the handler, another thread long after the handler has
 * returned, a failure, a time-out or the server. Only then does the connection's thread, which waits in {@link #awaitEnd}, touch
 * the connection again. The program's threads use an exchange one at a time, or hand it on with what makes that safe; but one may
 * read the request while another writes the response.
 */
final class ExchangeState {
    private static final int NO_CODE = -1;

    private final ServerState server;
    private final RegisteredContext context;
    private final RequestTarget target;
    private final Request request;
    private final Responder responder;
    private final HttpExchange exchange;

    /** Two: the request's stream has ended, and the response's. */
    private final CountDownLatch ends = new CountDownLatch(2);

    /** From the handler's call to its return. */
    private final CloseGuard handling = new CloseGuard();

    private final RequestBody requestBody;
    private final ResponseBody responseBody;

    /** The streams as filters have wrapped them. */
    private InputStream in;

    private OutputStream out;
    private @Nullable Headers requestHeaders;
    private final Headers responseHeaders = new Headers();
    private final Map<String, Object> attributes;
    private int code = NO_CODE;
    private boolean headSent;

    /** Whether the response's fields have still to show how its content is framed, and what has been announced. */
    private boolean framingUnsaid;

    private long announced;
    private boolean closed;
    private @Nullable HttpPrincipal principal;

    /** What ended it, if that was not the program. Written before the last step is done. */
    private @Nullable Throwable failure;

    ExchangeState(
            ServerState server, RegisteredContext context, RequestTarget target, Request request, Responder responder) {
        this.server = server;
        this.context = context;
        this.target = target;
        this.request = request;
        this.responder = responder;
        this.requestBody = new RequestBody(request, ends);
        this.responseBody = new ResponseBody(responder, requestBody, ends);
        this.in = requestBody;
        this.out = responseBody;
        this.attributes = switch (server.options().attributes()) {
            case CONTEXT -> context.getAttributes();
            case EXCHANGE -> new HashMap<>();
        };
        this.exchange = server.isTls() ? new TlsExchange(this) : new PlainExchange(this);
    }

    // ---- what the program does
    // -----------------------------------------------------------------------------------------

    Headers requestHeaders() {
        Headers made = requestHeaders;
        if (made == null) {
            made = ResponseHeaders.ofRequest(request.headers());
            requestHeaders = made;
        }
        return made;
    }

    Headers responseHeaders() {
        if (framingUnsaid) {
            framingUnsaid = false;
            ResponseHeaders.sayFraming(responseHeaders, announced);
        }
        return responseHeaders;
    }

    void sendResponseHeaders(int status, long length) throws IOException {
        if (headSent || closed) {
            throw new IOException(headSent ? "the response headers were sent before" : "the exchange is closed");
        }
        if (status >= 100 && status < 200) {
            if (status == 101) {
                throw new IOException("the protocol cannot be switched");
            }
            responder.interim(
                    status, ResponseHeaders.ofResponse(responseHeaders, false).sent());
            return;
        }
        boolean head = request.method().equals("HEAD");
        boolean bare = head || status == 204 || status == 304;
        boolean own = bare && status != 204 && length <= 0;
        announced = announced(length, head, bare);
        ResponseHeaders fields = ResponseHeaders.ofResponse(responseHeaders, own);
        boolean closes = fields.close() || server.hasEnoughIdle();
        responseBody.begin(Status.of(status), fields.sent(), announced, closes, bare);
        headSent = true;
        code = status;
        framingUnsaid = true;
        if (!context.getFilters().isEmpty()) {
            // A filter may have had the fields before, and look at them when the handler has returned.
            responseHeaders();
        }
        if (bare || length < 0) {
            close();
        }
    }

    private static long announced(long length, boolean head, boolean bare) {
        if (bare) {
            return head && length > 0 ? length : Responder.NO_BODY;
        }
        return length == 0 ? Responder.UNKNOWN_LENGTH : Math.max(0, length);
    }

    /** Ends the exchange; without a response, the connection too. */
    void close() {
        if (closed) {
            return;
        }
        closed = true;
        requestBody.close();
        if (!headSent) {
            // Most likely a try-with-resources on the way out, and what comes next is the failure that is to be
            // answered for.
            if (handling.close()) {
                endUnanswered();
            }
            return;
        }
        try {
            out.close();
        } catch (IOException e) {
            // The client has left, or too little was written: the connection goes with it, as the stream has seen to.
        } finally {
            // A filter's stream may have kept it to itself.
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
        return attributes.get(Objects.requireNonNull(name, "name"));
    }

    void attribute(String name, @Nullable Object value) {
        Objects.requireNonNull(name, "name");
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

    /** As the program sees it. */
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
    // ---------------------------------------------------------------------------------------------------------

    /** The program has failed: what has not left is taken back. Nothing, if the exchange has ended before. */
    void fail(Throwable thrown) {
        if (responseBody.isEnded()) {
            return;
        }
        failure = thrown;
        responseBody.giveUp();
    }

    /** The handler is being called. */
    void handlerBegins() {
        handling.tryBegin();
    }

    /** The handler has returned, or failed. */
    void handlerReturned() {
        if (handling.end()) {
            endUnanswered();
        }
    }

    /** Nobody waits for it any more: if it has not ended by itself, for want of anyone to run it, it has now. */
    void over() {
        if (ends.getCount() > 0) {
            responseBody.giveUp();
        }
    }

    private void endUnanswered() {
        if (failure == null) {
            responder.closeConnection();
        }
        responseBody.giveUp();
    }

    /** Cuts the connection off: for a time that has run out, and a server that stops. */
    void abort() {
        responder.control().abort();
        responseBody.giveUpCut();
    }

    /** Waits until it is over. On the thread that handles the request. */
    void awaitEnd() throws Exception {
        if (ends.getCount() > 0) {
            awaitOthers();
        }
        switch (failure) {
            case null -> {}
            case Error error -> throw error;
            case Exception exception -> throw exception;
            default -> throw new IOException(failure);
        }
    }

    /** Others will end it: the program, or a server that stops. */
    private void awaitOthers() throws IOException {
        if (!server.awaited().add(this)) {
            abort();
        }
        try {
            responder.control().runBlocking(() -> Latches.awaitUninterruptibly(ends));
        } finally {
            server.awaited().remove(this);
        }
    }

    /** Has it cut if it takes longer than the server gives it. */
    void watchTimes() {
        Duration toRequest = server.options().maxRequestTime();
        Duration toResponse = server.options().maxResponseTime();
        if (toRequest.isZero() && toResponse.isZero()) {
            return;
        }
        Thread.ofVirtual().name("heddle-exchange-time").start(() -> {
            boolean inTime = toRequest.isZero() || requestBody.awaitRead(toRequest.toNanos());
            if (inTime && !toResponse.isZero()) {
                requestBody.awaitRead(Long.MAX_VALUE);
                inTime = Latches.await(ends, toResponse.toNanos());
            }
            if (!inTime) {
                abort();
            }
        });
    }
}
