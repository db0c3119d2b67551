package dev.heddle.jdkhttp;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** TLS contexts of a server and a client that trust each other's certificates, made by the running JDK's keytool. */
public record TestKeys(
        SSLContext server,
        SSLContext client,
        SSLContext anonymousClient,
        X509ExtendedKeyManager serverKeys,
        X509ExtendedTrustManager clients) {
    private static final char[] PASSWORD = "change it".toCharArray();

    /** Makes them, and leaves them in this directory. */
    public static TestKeys make(Path directory) throws IOException, GeneralSecurityException, InterruptedException {
        makePair(directory, "server");
        makePair(directory, "client");
        return read(directory);
    }

    /** Reads what {@link #make} has left there. */
    public static TestKeys read(Path directory) throws IOException, GeneralSecurityException {
        KeyStore server = pair(directory, "server");
        KeyStore client = pair(directory, "client");
        return new TestKeys(
                context(server, client),
                context(client, server),
                context(empty(), server),
                keyManager(server),
                trustManager(client));
    }

    private static Path file(Path directory, String name) {
        return directory.resolve(name + ".p12");
    }

    private static void makePair(Path directory, String name) throws IOException, InterruptedException {
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        name,
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "san=dns:localhost,ip:127.0.0.1",
                        "-validity",
                        "3650",
                        "-keystore",
                        file(directory, name).toString(),
                        "-storepass",
                        new String(PASSWORD))
                .redirectErrorStream(true)
                .start();
        String output = new String(keytool.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (!keytool.waitFor(30, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
            throw new IOException("keytool: " + output);
        }
    }

    private static KeyStore pair(Path directory, String name) throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file(directory, name))) {
            keys.load(in, PASSWORD);
        }
        return keys;
    }

    private static KeyStore empty() throws IOException, GeneralSecurityException {
        KeyStore none = KeyStore.getInstance("PKCS12");
        none.load(null, PASSWORD);
        return none;
    }

    private static X509ExtendedKeyManager keyManager(KeyStore own) throws GeneralSecurityException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(own, PASSWORD);
        return (X509ExtendedKeyManager) keys.getKeyManagers()[0];
    }

    private static X509ExtendedTrustManager trustManager(KeyStore others) throws IOException, GeneralSecurityException {
        KeyStore trusted = empty();
        for (String alias : java.util.Collections.list(others.aliases())) {
            trusted.setCertificateEntry(alias, others.getCertificate(alias));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        return (X509ExtendedTrustManager) trust.getTrustManagers()[0];
    }

    private static SSLContext context(KeyStore own, KeyStore others) throws IOException, GeneralSecurityException {
        return context(keyManager(own), trustManager(others));
    }

    /** A context of a program's own managers. */
    static SSLContext context(X509ExtendedKeyManager own, X509ExtendedTrustManager others)
            throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(new KeyManager[] {own}, new TrustManager[] {others}, null);
        return context;
    }
}
