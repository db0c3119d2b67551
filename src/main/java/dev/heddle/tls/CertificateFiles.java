package dev.heddle.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
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
 * Reads all files of a {@link Tls} and makes the context of the JDK's TLS that serves what they hold. Each context begins without
 * sessions that clients could resume: a resumed session would not show the new certificate, nor be checked against new client authorities.
 */
final class CertificateFiles {
    private final Tls tls;

    CertificateFiles(Tls tls) {
        this.tls = tls;
    }

    /**
     * What the files held.
     *
     * @param identities the certificates of each source
     * @param authorities the client authorities
     * @param failures why some files could not be read, in whose place are earlier contents
     */
    record Loaded(List<List<Identity>> identities, List<X509Certificate> authorities, List<Exception> failures) {
        Loaded {
            identities = List.copyOf(identities);
            authorities = List.copyOf(authorities);
            failures = List.copyOf(failures);
        }

        /** All certificates, in their order. */
        List<Identity> all() {
            return identities.stream().flatMap(List::stream).toList();
        }

        /** Whether the same certificates, keys and authorities are in the other one. */
        boolean holdsTheSameAs(Loaded other) {
            return identities.equals(other.identities) && authorities.equals(other.authorities);
        }

        /** The certificates, for a log. */
        String description() {
            return all().stream().map(Identity::description).collect(Collectors.joining("; "));
        }

        /** What the operator should know. */
        List<String> warnings(Instant now) {
            return all().stream().flatMap(each -> each.warnings(now).stream()).toList();
        }
    }

    /** All files. */
    List<Path> files() {
        return Stream.concat(
                        tls.sources().stream().flatMap(source -> source.files().stream()),
                        tls.clientAuthorities().stream())
                .toList();
    }

    /** A warning for each file with something secret that every user of the machine may read. */
    List<String> exposed() {
        return tls.sources().stream()
                .flatMap(source -> source.secretFiles().stream())
                .flatMap(file -> SmallFile.exposure(file).stream())
                .toList();
    }

    /** @throws IOException if a file cannot be read or understood; the message has its name, and nothing secret */
    Loaded load() throws IOException {
        List<List<Identity>> identities = new ArrayList<>();
        for (CertificateSource source : tls.sources()) {
            identities.add(source.read());
        }
        return new Loaded(identities, authorities(), List.of());
    }

    /** Reads them again. In place of what cannot be read or understood is what there was. */
    Loaded loadAgain(Loaded before) {
        List<Exception> failures = new ArrayList<>();
        List<List<Identity>> identities = new ArrayList<>();
        for (int i = 0; i < tls.sources().size(); i++) {
            identities.add(readOr(before.identities().get(i), tls.sources().get(i)::read, failures));
        }
        List<X509Certificate> authorities = readOr(before.authorities(), this::authorities, failures);
        return new Loaded(identities, authorities, failures);
    }

    /** Reads files. */
    private interface Reading<T> {
        List<T> read() throws IOException;
    }

    private static <T> List<T> readOr(List<T> before, Reading<T> reading, List<Exception> failures) {
        try {
            return reading.read();
        } catch (IOException | RuntimeException e) {
            failures.add(e); // A provider of the JDK may throw what it likes at what it does not understand.
            return before;
        }
    }

    private List<X509Certificate> authorities() throws IOException {
        Optional<Path> file = tls.clientAuthorities();
        return file.isPresent() ? PemFiles.certificatesIn(file.get()) : List.of();
    }

    /**
     * A context that serves what was read, or the program's own. Without sessions to resume, unless it is the program's.
     *
     * @param date the time by which certificates are valid, whenever one is chosen
     */
    SSLContext context(Loaded loaded, InstantSource date) throws IOException {
        Optional<SSLContext> own = tls.ownContext();
        if (own.isPresent()) {
            return own.get();
        }
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            TrustManager[] trust = clientTrust(loaded.authorities());
            context.init(new KeyManager[] {new NameChoice(loaded.all(), date)}, trust, null);
            context.getServerSessionContext()
                    .setSessionTimeout((int) tls.sessionTimeout().toSeconds());
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("TLS cannot be set up: " + e.getMessage(), e);
        }
    }

    private static TrustManager[] clientTrust(List<X509Certificate> authorities)
            throws IOException, GeneralSecurityException {
        if (authorities.isEmpty()) {
            return new TrustManager[0]; // No client is asked for a certificate.
        }
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        for (int i = 0; i < authorities.size(); i++) {
            trusted.setCertificateEntry(String.valueOf(i), authorities.get(i));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        return trust.getTrustManagers();
    }
}
