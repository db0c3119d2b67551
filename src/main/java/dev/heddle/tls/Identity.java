package dev.heddle.tls;

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
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javax.security.auth.x500.X500Principal;

/**
 * What a server proves who it is with: a certificate and its private key. Immutable; {@link #check} before it is used.
 *
 * @param source where it was read, for messages
 * @param chain the server's certificate, then that of its issuer, and so on
 * @param key the private key of the first certificate
 */
record Identity(String source, List<X509Certificate> chain, PrivateKey key) {
    /** The kind of a general name that is a DNS name (RFC 5280 4.2.1.6). */
    private static final int DNS_NAME = 2;

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
     * Checks that each certificate was issued by the next one, and that the key belongs to the first.
     *
     * @throws IOException if not; the message says what to change
     */
    void check() throws IOException {
        int owner = ownerOfKey();
        if (owner > 0) {
            throw new IOException(source + ": the chain is in the wrong order: the private key belongs to certificate "
                    + (owner + 1) + " (" + subject(chain.get(owner)) + "), and the server's own must be the first");
        }
        for (int i = 1; i < chain.size(); i++) {
            if (!issued(chain.get(i), chain.get(i - 1))) {
                throw new IOException(source + ": the chain is in the wrong order: certificate " + i + " ("
                        + subject(chain.get(i - 1)) + ") was not issued by certificate " + (i + 1) + " ("
                        + subject(chain.get(i)) + ")");
            }
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

    /** What the operator should know of a certificate that is used all the same: that clients will reject it, by its dates. */
    Optional<String> warning() {
        for (X509Certificate each : chain) {
            try {
                each.checkValidity();
            } catch (CertificateException e) {
                return Optional.of(source + ": clients will reject the certificate of " + subject(each)
                        + ": it has expired, or is not valid yet (" + e.getMessage() + ")");
            }
        }
        return Optional.empty();
    }

    /** Whether the certificate is for this name, or by a wildcard for all of its kind (RFC 9525 6.3). */
    boolean isFor(String name) {
        String asked = name.toLowerCase(Locale.ROOT);
        int dot = asked.indexOf('.');
        String wildcard = dot < 0 ? "" : "*" + asked.substring(dot);
        return names().stream().anyMatch(own -> own.equals(asked) || own.equals(wildcard));
    }

    /** Whether the other one's certificate is for the same names. */
    boolean isForSameNames(Identity other) {
        return certificate().equals(other.certificate())
                || (!names().isEmpty() && Set.copyOf(names()).equals(Set.copyOf(other.names())));
    }

    /** The DNS names of the certificate, in lower case. */
    private List<String> names() {
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
        return subject(certificate()) + ", serial number "
                + certificate().getSerialNumber().toString(16) + ", " + algorithm() + ", from " + source;
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
