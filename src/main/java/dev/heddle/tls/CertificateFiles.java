package dev.heddle.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * Reads all files of a {@link Tls} and makes the context of the JDK's TLS that serves what they hold. Each reading makes another context,
 * and so forgets the sessions that clients could resume: a resumed session would not show the new certificate, nor be checked against
 * new client authorities.
 */
final class CertificateFiles {
    private final Tls tls;

    CertificateFiles(Tls tls) {
        this.tls = tls;
    }

    /**
     * What the files held.
     *
     * @param context serves it
     * @param identities the certificates, for a log
     */
    record Loaded(SSLContext context, List<Identity> identities) {
        /** The certificates, for a log. */
        String description() {
            return identities.stream().map(Identity::description).collect(Collectors.joining("; "));
        }

        /** What the operator should know. */
        List<String> warnings() {
            return identities.stream()
                    .map(Identity::warning)
                    .flatMap(Optional::stream)
                    .toList();
        }
    }

    /** All files. */
    List<Path> files() {
        return Stream.concat(
                        tls.sources().stream().flatMap(source -> source.files().stream()),
                        tls.clientAuthorities().stream())
                .toList();
    }

    /** @throws IOException if a file cannot be read or understood; the message has its name, and nothing secret */
    Loaded load() throws IOException {
        Optional<SSLContext> own = tls.ownContext();
        if (own.isPresent()) {
            return new Loaded(own.get(), List.of());
        }
        List<Identity> identities = new ArrayList<>();
        for (CertificateSource source : tls.sources()) {
            identities.addAll(source.read());
        }
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {new NameChoice(identities)}, clientTrust(), null);
            context.getServerSessionContext().setSessionCacheSize(tls.sessions());
            context.getServerSessionContext()
                    .setSessionTimeout((int) tls.sessionTimeout().toSeconds());
            return new Loaded(context, identities);
        } catch (GeneralSecurityException e) {
            throw new IOException("TLS cannot be set up: " + e.getMessage(), e);
        }
    }

    private TrustManager[] clientTrust() throws IOException, GeneralSecurityException {
        KeyStore authorities = KeyStore.getInstance("PKCS12");
        authorities.load(null, null);
        Optional<Path> file = tls.clientAuthorities();
        if (file.isEmpty()) {
            return new TrustManager[0]; // None is asked for.
        }
        int number = 0;
        for (X509Certificate authority : PemFiles.certificatesIn(file.get())) {
            authorities.setCertificateEntry(String.valueOf(number), authority);
            number++;
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(authorities);
        return trust.getTrustManagers();
    }
}
