package dev.heddle.jdkhttp;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * A key and a trust manager that choose by the methods that get an engine, as programs written for the JDK's server may: one for each
 * name that clients ask for, say. Asked without an engine they know nothing.
 */
final class EngineManagers {
    /** The hosts that the engines were made for, in the order of the questions. */
    final Queue<String> peers = new ConcurrentLinkedQueue<>();

    X509ExtendedKeyManager keys(X509ExtendedKeyManager all) {
        return new Keys(all);
    }

    X509ExtendedTrustManager trust(X509ExtendedTrustManager all) {
        return new Trust(all);
    }

    private final class Keys extends X509ExtendedKeyManager {
        private final X509ExtendedKeyManager all;

        Keys(X509ExtendedKeyManager all) {
            this.all = all;
        }

        @Override
        public @Nullable String chooseEngineServerAlias(String type, Principal[] issuers, SSLEngine engine) {
            peers.add(engine.getPeerHost());
            return all.chooseEngineServerAlias(type, issuers, engine);
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

        @Override
        public X509Certificate @Nullable [] getCertificateChain(String alias) {
            return all.getCertificateChain(alias);
        }

        @Override
        public @Nullable PrivateKey getPrivateKey(String alias) {
            return all.getPrivateKey(alias);
        }
    }

    private final class Trust extends X509ExtendedTrustManager {
        private final X509ExtendedTrustManager all;

        Trust(X509ExtendedTrustManager all) {
            this.all = all;
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            peers.add(engine.getPeerHost());
            all.checkClientTrusted(chain, type, engine);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            throw new CertificateException("asked without an engine");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
            throw new CertificateException("asked without an engine");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            throw new CertificateException("this is a server");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            throw new CertificateException("this is a server");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
            throw new CertificateException("this is a server");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return all.getAcceptedIssuers();
        }
    }
}
