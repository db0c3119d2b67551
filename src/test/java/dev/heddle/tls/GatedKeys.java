package dev.heddle.tls;

import dev.heddle.support.TestCertificate;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * A server's key manager that keeps handshakes in the middle of their computation until a gate is opened, whether or not their threads
 * are interrupted: like a token that does not answer.
 */
final class GatedKeys extends X509ExtendedKeyManager {
    private final CountDownLatch gate = new CountDownLatch(1);
    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicInteger peak = new AtomicInteger();
    private final NameChoice choice;

    GatedKeys(TestCertificate certificate) {
        this.choice = new NameChoice(
                List.of(new Identity("gated", certificate.chain(), certificate.key())), InstantSource.system());
    }

    /** A context that has these keys. */
    SSLContext context() throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(new KeyManager[] {this}, null, null);
        return context;
    }

    void open() {
        gate.countDown();
    }

    /** How many handshakes compute now. */
    int inside() {
        return inside.get();
    }

    /** The most that computed at a time. */
    int peak() {
        return peak.get();
    }

    @Override
    public @Nullable String chooseEngineServerAlias(String type, Principal[] issuers, SSLEngine engine) {
        int now = inside.incrementAndGet();
        peak.accumulateAndGet(now, Math::max);
        try {
            awaitGate();
            return choice.chooseEngineServerAlias(type, issuers, engine);
        } finally {
            inside.decrementAndGet();
        }
    }

    private void awaitGate() {
        boolean interrupted = false;
        while (gate.getCount() > 0) {
            try {
                gate.await();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return choice.getCertificateChain(alias);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return choice.getPrivateKey(alias);
    }

    @Override
    public @Nullable String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
        return null;
    }

    @Override
    public String @Nullable [] getServerAliases(String type, Principal[] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
        return null;
    }

    @Override
    public String @Nullable [] getClientAliases(String type, Principal[] issuers) {
        return null;
    }
}
