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

/** An exchange as the program sees it, over TLS connections. */
final class TlsExchange extends HttpsExchange {
    private final ExchangeState core;

    TlsExchange(ExchangeState core) {
        this.core = core;
    }

    @Override
    public @Nullable SSLSession getSSLSession() {
        return core.responder().control().tls().orElse(null);
    }

    @Override
    public Headers getRequestHeaders() {
        return core.requestHeaders();
    }

    @Override
    public Headers getResponseHeaders() {
        return core.responseHeaders();
    }

    @Override
    public URI getRequestURI() {
        return core.uri();
    }

    @Override
    public String getRequestMethod() {
        return core.request().method();
    }

    @Override
    public HttpContext getHttpContext() {
        return core.context();
    }

    @Override
    public void close() {
        core.close();
    }

    @Override
    public InputStream getRequestBody() {
        return core.in();
    }

    @Override
    public OutputStream getResponseBody() {
        return core.out();
    }

    @Override
    public void sendResponseHeaders(int code, long length) throws IOException {
        core.sendResponseHeaders(code, length);
    }

    @Override
    public InetSocketAddress getRemoteAddress() {
        return (InetSocketAddress) core.responder().control().peer();
    }

    @Override
    public InetSocketAddress getLocalAddress() {
        return (InetSocketAddress) core.responder().control().local();
    }

    @Override
    public int getResponseCode() {
        return core.code();
    }

    @Override
    public String getProtocol() {
        return core.request().minorVersion() == 0 ? "HTTP/1.0" : "HTTP/1.1";
    }

    @Override
    public @Nullable Object getAttribute(String name) {
        return core.attribute(name);
    }

    @Override
    public void setAttribute(String name, @Nullable Object value) {
        core.attribute(name, value);
    }

    @Override
    public void setStreams(@Nullable InputStream in, @Nullable OutputStream out) {
        core.streams(in, out);
    }

    @Override
    public @Nullable HttpPrincipal getPrincipal() {
        return core.principal();
    }
}
