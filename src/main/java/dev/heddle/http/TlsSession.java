package dev.heddle.http;

import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/**
 * What client and server have agreed on, if the request came over TLS. Immutable.
 *
 * {@snippet :
 * String user = request.tls()
 *         .flatMap(TlsSession::clientCertificate)
 *         .map(certificate -> certificate.getSubjectX500Principal().getName())
 *         .orElse("anonymous");
 * }
 *
 * @param protocol the version, such as {@code TLSv1.3}
 * @param cipherSuite the JDK's name of the cipher suite, such as {@code TLS_AES_128_GCM_SHA256}
 * @param serverName the name that the client asked for (SNI); empty if it asked for none
 * @param clientCertificate the client's certificate, which the server has verified: one of its client authorities has issued it, itself or
 *     through others. Empty if the client has sent none, or the server has not asked for one. The further certificates that a client may
 *     send prove nothing about it, and are not shown
 */
public record TlsSession(
        String protocol, String cipherSuite, Optional<String> serverName, Optional<X509Certificate> clientCertificate) {
    /** Of a session after its handshake. */
    public static TlsSession of(SSLSession session) {
        return new TlsSession(
                session.getProtocol(), session.getCipherSuite(), serverName(session), clientCertificate(session));
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

    private static Optional<X509Certificate> clientCertificate(SSLSession session) {
        try {
            Certificate[] sent = session.getPeerCertificates();
            return Optional.of((X509Certificate) sent[0]);
        } catch (SSLPeerUnverifiedException e) {
            return Optional.empty();
        }
    }
}
