package dev.heddle.http;

import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/**
 * What client and server have agreed on, if the request came over TLS. Immutable.
 *
 * @param protocol the version, such as {@code TLSv1.3}
 * @param cipherSuite the JDK's name of the cipher suite, such as {@code TLS_AES_128_GCM_SHA256}
 * @param serverName the name that the client asked for (SNI); empty if it asked for none
 * @param clientCertificates the client's certificate, verified, then that of its issuer, and so on; empty if it has sent none, or the server
 *     has not asked for one
 */
public record TlsSession(
        String protocol, String cipherSuite, Optional<String> serverName, List<X509Certificate> clientCertificates) {
    public TlsSession {
        clientCertificates = List.copyOf(clientCertificates);
    }

    /** Of a session after its handshake. */
    public static TlsSession of(SSLSession session) {
        return new TlsSession(
                session.getProtocol(), session.getCipherSuite(), serverName(session), clientCertificates(session));
    }

    private static Optional<String> serverName(SSLSession session) {
        if (!(session instanceof ExtendedSSLSession extended)) {
            return Optional.empty();
        }
        return extended.getRequestedServerNames().stream()
                .filter(SNIHostName.class::isInstance)
                .map(name -> ((SNIHostName) name).getAsciiName())
                .findFirst();
    }

    private static List<X509Certificate> clientCertificates(SSLSession session) {
        try {
            Certificate[] chain = session.getPeerCertificates();
            return Arrays.stream(chain).map(X509Certificate.class::cast).toList();
        } catch (SSLPeerUnverifiedException e) {
            return List.of();
        }
    }
}
