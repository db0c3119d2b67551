package dev.heddle.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/**
 * A certificate and its private key in PEM files, as certbot and openssl write them.
 *
 * @param certificates the server's certificate, followed by those that lead to a root
 * @param key the private key; may be the same file
 */
record PemFiles(Path certificates, Path key) implements CertificateSource {
    @Override
    public List<Path> files() {
        return List.of(certificates, key);
    }

    @Override
    public List<Path> secretFiles() {
        return List.of(key);
    }

    @Override
    public List<Identity> read() throws IOException {
        List<X509Certificate> chain = certificatesIn(certificates);
        List<Pem> keyBlocks = blocksOf(key);
        PrivateKey own;
        try {
            own = PemKey.read(keyBlocks, chain.getFirst().getPublicKey());
        } catch (IOException e) {
            throw new IOException(key + ": " + e.getMessage(), e);
        }
        Identity identity = new Identity(certificates.toString(), chain, own);
        identity.check();
        return List.of(identity);
    }

    /**
     * The certificates of a PEM file, in its order.
     *
     * @throws IOException if it cannot be read, or has none; the message has its name
     */
    static List<X509Certificate> certificatesIn(Path file) throws IOException {
        List<X509Certificate> found = new ArrayList<>();
        for (Pem block : blocksOf(file)) {
            if (block.label().equals("CERTIFICATE") || block.label().equals("X509 CERTIFICATE")) {
                found.add(certificate(block, file, found.size() + 1));
            }
        }
        if (found.isEmpty()) {
            throw new IOException(file + ": no certificate in it");
        }
        return found;
    }

    private static X509Certificate certificate(Pem block, Path file, int number) throws IOException {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(block.der()));
        } catch (CertificateException e) {
            throw new IOException(file + ": certificate " + number + " is malformed: " + e.getMessage(), e);
        }
    }

    private static List<Pem> blocksOf(Path file) throws IOException {
        byte[] bytes = SmallFile.read(file);
        try {
            return Pem.blocks(bytes);
        } catch (IOException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }
}
