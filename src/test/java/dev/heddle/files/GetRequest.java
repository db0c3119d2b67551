package dev.heddle.files;

import dev.heddle.http.Headers;
import dev.heddle.http.Request;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/**
 * A GET request without a connection.
 *
 * @param target what is asked for
 */
record GetRequest(String target) implements Request {
    @Override
    public String method() {
        return "GET";
    }

    @Override
    public String authority() {
        return "h";
    }

    @Override
    public int minorVersion() {
        return 1;
    }

    @Override
    public Headers headers() {
        return Headers.none();
    }

    @Override
    public long contentLength() {
        return 0;
    }

    @Override
    public InputStream body() {
        return InputStream.nullInputStream();
    }

    @Override
    public byte[] readBody(int maxBytes) {
        return new byte[0];
    }

    @Override
    public Headers trailers() {
        return Headers.none();
    }

    @Override
    public boolean isCancelled() {
        return false;
    }

    @Override
    public void onCancel(Runnable action) {}

    @Override
    public SocketAddress peer() {
        return InetSocketAddress.createUnresolved("client", 1);
    }
}
