package dev.heddle.jdkhttp;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpPrincipal;
import com.sun.net.httpserver.HttpsExchange;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** {@code HttpsExchange} over a TLS connection: forwards to {@link ExchangeState}. */
final class TlsExchange extends HttpsExchange {
    private final ExchangeState state;

    TlsExchange(ExchangeState state) {
        this.state = state;
    }

    @Override
    public @Nullable SSLSession getSSLSession() {
        return state.responder().control().tls().orElse(null);
    }

    @Override
    public Headers getRequestHeaders() {
        return state.requestHeaders();
    }

    @Override
    public Headers getResponseHeaders() {
        return state.responseHeaders();
    }

    @Override
    public URI getRequestURI() {
        return state.uri();
    }

    @Override
    public String getRequestMethod() {
        return state.request().method();
    }

    @Override
    public HttpContext getHttpContext() {
        return state.context();
    }

    @Override
    public void close() {
        state.close();
    }

    @Override
    public InputStream getRequestBody() {
        return state.in();
    }

    @Override
    public OutputStream getResponseBody() {
        return state.out();
    }

    @Override
    public void sendResponseHeaders(int code, long length) throws IOException {
        state.sendResponseHeaders(code, length);
    }

    @Override
    public InetSocketAddress getRemoteAddress() {
        return (InetSocketAddress) state.request().peer();
    }

    @Override
    public InetSocketAddress getLocalAddress() {
        return (InetSocketAddress) state.responder().control().local();
    }

    @Override
    public int getResponseCode() {
        return state.code();
    }

    @Override
    public String getProtocol() {
        return state.request().minorVersion() == 0 ? "HTTP/1.0" : "HTTP/1.1";
    }

    @Override
    public @Nullable Object getAttribute(String name) {
        return state.attribute(name);
    }

    @Override
    public void setAttribute(String name, @Nullable Object value) {
        state.attribute(name, value);
    }

    @Override
    public void setStreams(@Nullable InputStream in, @Nullable OutputStream out) {
        state.streams(in, out);
    }

    @Override
    public @Nullable HttpPrincipal getPrincipal() {
        return state.principal();
    }
}
