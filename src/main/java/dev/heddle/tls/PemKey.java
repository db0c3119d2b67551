package dev.heddle.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;

/**
 * Reads the private key of a PEM file: PKCS#8 ({@code PRIVATE KEY}) of any algorithm, PKCS#1 ({@code RSA PRIVATE KEY}), and SEC 1 ({@code
 * EC PRIVATE KEY}, RFC 5915). The latter two say nothing of their algorithm and its parameters, or not always: what they lack is in the
 * certificate, whose key it must be.
 */
final class PemKey {
    private static final List<String> LABELS = List.of("PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY");

    private PemKey() {}

    /**
     * The private key of a file.
     *
     * @param blocks of the file
     * @param certified the public key that the server's certificate is for
     * @throws IOException if there is not exactly one key, or it is encrypted, malformed or of another algorithm; nothing of the key is in
     *     the message
     */
    static PrivateKey read(List<Pem> blocks, PublicKey certified) throws IOException {
        List<Pem> keys = blocks.stream()
                .filter(block -> block.label().endsWith("PRIVATE KEY"))
                .toList();
        if (keys.size() != 1) {
            throw new IOException(
                    keys.isEmpty() ? "no private key in it" : keys.size() + " private keys in it: one is needed");
        }
        Pem key = keys.getFirst();
        if (key.encrypted()) {
            throw new IOException("the private key is encrypted: decrypt it ('openssl pkey -in FILE -out KEY'),"
                    + " or keep it in a PKCS#12 file with a password");
        }
        if (!LABELS.contains(key.label())) {
            throw new IOException("unknown kind of private key: " + key.label());
        }
        return decoded(key, certified);
    }

    private static PrivateKey decoded(Pem key, PublicKey certified) throws IOException {
        String algorithm = certified.getAlgorithm();
        boolean mayBe = switch (key.label()) {
            case "RSA PRIVATE KEY" -> algorithm.startsWith("RSA");
            case "EC PRIVATE KEY" -> algorithm.equals("EC");
            default -> true;
        };
        if (!mayBe) {
            throw ofAnotherKind(algorithm);
        }
        try {
            byte[] pkcs8 = key.label().equals("PRIVATE KEY")
                    ? key.der()
                    : Der.pkcs8(Der.algorithmOf(certified.getEncoded()), key.der());
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            // Not with the cause: its message is the JDK's, which may say more of the key than a log should.
            throw ofAnotherKind(algorithm);
        }
    }

    private static IOException ofAnotherKind(String algorithm) {
        return new IOException(
                "the private key is malformed, or of another kind than the certificate's, which is " + algorithm);
    }
}
