package dev.heddle.http1;

import dev.heddle.http.Headers;
import dev.heddle.http.Request;
import dev.heddle.http.Status;
import dev.heddle.http.TlsSession;
import dev.heddle.proxy.ForwardedRequest;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.Optional;

/** A request on its connection: a parsed head, and a body that is read on demand. */
record Http1Request(RequestHead head, BodyInput body, Http1Exchange exchange) implements Request {
    @Override
    public SocketAddress peer() {
        ForwardedRequest forwarded = exchange.forwarded;
        return forwarded == null ? exchange.transport.peer() : forwarded.client();
    }

    @Override
    public Optional<SocketAddress> proxy() {
        SocketAddress direct = exchange.transport.control().directPeer();
        return direct.equals(peer()) ? Optional.empty() : Optional.of(direct);
    }

    @Override
    public String scheme() {
        ForwardedRequest forwarded = exchange.forwarded;
        String own = exchange.transport.control().tls().isPresent() ? "https" : "http";
        return forwarded == null ? own : forwarded.scheme().orElse(own);
    }

    @Override
    public Optional<TlsSession> tls() {
        return exchange.transport.control().tls().map(TlsSession::of);
    }

    @Override
    public String method() {
        return head.method();
    }

    @Override
    public String target() {
        return head.target();
    }

    @Override
    public String authority() {
        ForwardedRequest forwarded = exchange.forwarded;
        return forwarded == null ? ownAuthority() : forwarded.authority().orElseGet(this::ownAuthority);
    }

    private String ownAuthority() {
        String target = head.target();
        int scheme = target.startsWith("/") ? -1 : target.indexOf("://");
        if (scheme < 0) {
            return head.host();
        }
        int from = scheme + 3;
        int to = from;
        while (to < target.length() && target.charAt(to) != '/' && target.charAt(to) != '?') {
            to++;
        }
        return target.substring(from, to);
    }

    @Override
    public int minorVersion() {
        return head.minorVersion();
    }

    @Override
    public Headers headers() {
        return head;
    }

    @Override
    public long contentLength() {
        return head.contentLength();
    }

    @Override
    public byte[] readBody(int maxBytes) throws IOException {
        if (body.minRemaining() > maxBytes) {
            throw tooLarge(maxBytes); // Before the client is asked for it, and before it is read.
        }
        byte[] bytes = body.readNBytes(maxBytes);
        if (bytes.length == maxBytes && body.read() >= 0) {
            throw tooLarge(maxBytes);
        }
        return bytes;
    }

    private static HttpError tooLarge(int maxBytes) {
        return new HttpError(
                Status.CONTENT_TOO_LARGE, "request body too large (limit of the handler " + maxBytes + " bytes)");
    }

    @Override
    public boolean isCancelled() {
        return exchange.isCancelled();
    }

    @Override
    public void onCancel(Runnable action) {
        exchange.onCancel(action);
    }

    @Override
    public Headers trailers() {
        return body.trailers();
    }
}
