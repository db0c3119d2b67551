package dev.heddle.tls;

import java.net.Socket;
import java.security.cert.X509Certificate;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/** A server's trust manager that accepts every client, or throws what a bug would throw. */
final class FailingTrust extends X509ExtendedTrustManager {
    private static final String MESSAGE = "on purpose";

    private final AtomicBoolean fails;

    /** @param fails whether it throws */
    FailingTrust(AtomicBoolean fails) {
        this.fails = fails;
    }

    /** Whether it has thrown this, or what is the cause of this. */
    static boolean isOwn(Throwable failure) {
        Throwable cause = failure.getCause();
        return MESSAGE.equals(failure.getMessage()) || (cause != null && isOwn(cause));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
        if (fails.get()) {
            throw new IllegalStateException(MESSAGE);
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
