package dev.heddle.tls;

import dev.heddle.metrics.ServerStats.CertificateStats;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import javax.security.auth.x500.X500Principal;

/**
 * What a server proves who it is with: a certificate and its private key. Immutable; {@link #check} before it is used.
 *
 * @param source where it was read, for messages
 * @param chain the server's certificate, then that of its issuer, and so on, but for what {@link #warnings} say
 * @param key the private key of the first certificate
 */
record Identity(String source, List<X509Certificate> chain, PrivateKey key) {
    /** The kind of a general name that is a DNS name (RFC 5280 4.2.1.6). */
    private static final int DNS_NAME = 2;

    /** The operator is told of the last part of a certificate's life, one in this many, but for not longer than that. */
    private static final int NOTICE_PART = 10;

    private static final Duration LONGEST_NOTICE = Duration.ofDays(7);

    Identity {
        chain = List.copyOf(chain);
    }

    /** The server's own certificate. */
    X509Certificate certificate() {
        return chain.getFirst();
    }

    /** The algorithm of its key as TLS names it: {@code RSA}, {@code EC}, {@code EdDSA}. */
    String algorithm() {
        return certificate().getPublicKey().getAlgorithm();
    }

    /**
     * Checks that the key belongs to the first certificate. What else is wrong with the chain is a {@linkplain #warnings warning}.
     *
     * @throws IOException if not; the message says what to change
     */
    void check() throws IOException {
        int owner = ownerOfKey();
        if (owner > 0) {
            throw new IOException(source + ": the chain is in the wrong order: the private key belongs to certificate "
                    + (owner + 1) + " (" + subject(chain.get(owner)) + "), and the server's own must be the first");
        }
    }

    private int ownerOfKey() throws IOException {
        for (int i = 0; i < chain.size(); i++) {
            if (belongsTo(chain.get(i).getPublicKey())) {
                return i;
            }
        }
        throw new IOException(
                source + ": the private key does not belong to the certificate (" + subject(certificate()) + ")");
    }

    /** By a signature: whatever algorithm it is, and wherever the key is kept. */
    private boolean belongsTo(PublicKey other) {
        String algorithm = other.getAlgorithm();
        try {
            byte[] text = certificate().getEncoded();
            Signature signer = signature(algorithm);
            signer.initSign(key);
            signer.update(text);
            byte[] signed = signer.sign();
            Signature verifier = signature(algorithm);
            verifier.initVerify(other);
            verifier.update(text);
            return verifier.verify(signed);
        } catch (GeneralSecurityException e) {
            return false; // Another kind of key, or another curve.
        }
    }

    private static Signature signature(String algorithm) throws GeneralSecurityException {
        Signature signature = Signature.getInstance(
                switch (algorithm) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> algorithm; // EdDSA and RSASSA-PSS are kinds of keys and of signatures.
                });
        if (algorithm.equals("RSASSA-PSS")) {
            AlgorithmParameterSpec sha256 = new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1);
            signature.setParameter(sha256);
        }
        return signature;
    }

    private static boolean issued(X509Certificate issuer, X509Certificate certificate) {
        if (!certificate.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())) {
            return false;
        }
        try {
            certificate.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** What the operator should know of a certificate that is used all the same. */
    List<String> warnings(Instant now) {
        return Stream.concat(dates(now).stream(), order().stream())
                .map(warning -> source + ": " + warning)
                .toList();
    }

    private Optional<String> dates(Instant now) {
        for (X509Certificate each : chain) {
            try {
                each.checkValidity(Date.from(now));
            } catch (CertificateException e) {
                // Clients may know a way to a root without that of an issuer.
                String who = each.equals(certificate()) ? "clients will" : "some clients may";
                return Optional.of(who + " reject the certificate of " + subject(each)
                        + ": it has expired, or is not valid yet (" + e.getMessage() + ")");
            }
        }
        Instant end = certificate().getNotAfter().toInstant();
        return now.isBefore(end.minus(noticeOfEnd()))
                ? Optional.empty()
                : Optional.of("the certificate of " + subject(certificate()) + " expires at " + end);
    }

    /** By when it should have been renewed: some certificates live for years, others for days. */
    private Duration noticeOfEnd() {
        Duration life = Duration.between(
                certificate().getNotBefore().toInstant(),
                certificate().getNotAfter().toInstant());
        Duration part = life.dividedBy(NOTICE_PART);
        return part.compareTo(LONGEST_NOTICE) < 0 ? part : LONGEST_NOTICE;
    }

    /**
     * Clients of TLS 1.3 accept certificates in any order, and some that they do not need (RFC 8446 4.4.2): the issuer may have added one
     * that older clients know. Older ones may not.
     */
    private Optional<String> order() {
        for (int i = 1; i < chain.size(); i++) {
            if (!issued(chain.get(i), chain.get(i - 1))) {
                return Optional.of("some clients may reject the chain: certificate " + i + " ("
                        + subject(chain.get(i - 1)) + ") was not issued by certificate " + (i + 1) + " ("
                        + subject(chain.get(i)) + ")");
            }
        }
        return Optional.empty();
    }

    /** Whether it is valid at a time, by its dates. */
    boolean isValid(Instant now) {
        return !now.isBefore(certificate().getNotBefore().toInstant())
                && !now.isAfter(certificate().getNotAfter().toInstant());
    }

    /** The DNS names of the certificate, in lower case; {@code *.example.org} stands for all names with one label more. */
    List<String> names() {
        try {
            Collection<List<?>> names = certificate().getSubjectAlternativeNames();
            return names == null
                    ? List.of()
                    : names.stream()
                            .filter(name -> Integer.valueOf(DNS_NAME).equals(name.getFirst()))
                            .map(name -> name.get(1).toString().toLowerCase(Locale.ROOT))
                            .toList();
        } catch (CertificateParsingException e) {
            return List.of();
        }
    }

    /** What the certificate is, in a line for a log. */
    String description() {
        return subject(certificate()) + ", serial number " + serialNumber() + ", " + algorithm() + ", from " + source;
    }

    /** What monitoring should know of the certificate. */
    CertificateStats stats() {
        return new CertificateStats(
                subject(certificate()),
                serialNumber(),
                certificate().getNotAfter().toInstant().getEpochSecond());
    }

    private String serialNumber() {
        return certificate().getSerialNumber().toString(16);
    }

    private static String subject(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().getName(X500Principal.RFC2253);
    }

    /** Without the key. */
    @Override
    public String toString() {
        return description();
    }
}
