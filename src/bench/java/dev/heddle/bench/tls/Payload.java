package dev.heddle.bench.tls;

import dev.heddle.bytes.Ascii;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** What all servers respond with, and their certificate. */
final class Payload {
    static final String SMALL = "/plaintext";
    static final String LARGE = "/large";
    static final int LARGE_BYTES = 8 << 20;

    /** Of a file that lasts as long as the comparison. */
    private static final char[] PASSWORD = "benchmark".toCharArray();

    private Payload() {}

    static char[] password() {
        return PASSWORD.clone();
    }

    /** The body for a path. */
    static byte[] body(String path) {
        return path.equals(LARGE) ? new byte[LARGE_BYTES] : Ascii.bytes("Hello, World!");
    }

    private static KeyStore store(Path file) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(new ByteArrayInputStream(Files.readAllBytes(file)), PASSWORD);
        return store;
    }

    /** A context of a server with the certificate in the file. */
    static SSLContext server(Path file) throws IOException, GeneralSecurityException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store(file), PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    /** A context of clients that trust it. */
    static SSLContext client(Path file) throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        Certificate certificate = store(file).getCertificate("server");
        trusted.setCertificateEntry("server", certificate);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
