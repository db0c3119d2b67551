package dev.heddle.support;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** Clients that accept whatever certificate a server has: for tests that look at it themselves, or at something else. */
public final class TrustAll extends X509ExtendedTrustManager {
    private static final SSLContext CONTEXT = context();

    private TrustAll() {}

    /** A context with sessions of its own, of a client without a certificate. */
    public static SSLContext context(KeyManager... keys) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, new TrustManager[] {new TrustAll()}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** Shakes hands on a connected socket, which the other one then closes. */
    public static SSLSocket over(Socket connected) throws IOException {
        try {
            SSLSocket tls = (SSLSocket)
                    CONTEXT.getSocketFactory().createSocket(connected, "localhost", connected.getPort(), true);
            tls.startHandshake();
            return tls;
        } catch (IOException e) {
            connected.close();
            throw e;
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
