package dev.heddle.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * A PKCS#12 file: each of its private keys with its certificates.
 *
 * @param file the file
 * @param password opens the file, and its keys
 */
record KeyStoreFile(Path file, Password password) implements CertificateSource {
    @Override
    public List<Path> files() {
        List<Path> files = new ArrayList<>(List.of(file));
        password.file().ifPresent(files::add);
        return files;
    }

    /** Without its password the store is of no use to anyone. */
    @Override
    public List<Path> secretFiles() {
        return password.file().stream().toList();
    }

    @Override
    public List<Identity> read() throws IOException {
        char[] characters = password.read();
        try {
            return identities(SmallFile.read(file), characters);
        } catch (GeneralSecurityException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        } finally {
            Arrays.fill(characters, ' ');
        }
    }

    private List<Identity> identities(byte[] bytes, char[] characters) throws IOException, GeneralSecurityException {
        KeyStore store = opened(bytes, characters);
        List<Identity> found = new ArrayList<>();
        for (String alias : Collections.list(store.aliases())) {
            Key key = store.isKeyEntry(alias) ? store.getKey(alias, characters) : null;
            Certificate[] chain = store.getCertificateChain(alias);
            if (key instanceof PrivateKey own && chain != null) {
                Identity identity = new Identity(file + " (" + alias + ")", x509(chain), own);
                identity.check();
                found.add(identity);
            }
        }
        if (found.isEmpty()) {
            throw new IOException(file + ": no private key with a certificate in it");
        }
        return found;
    }

    private KeyStore opened(byte[] bytes, char[] characters) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try {
            store.load(new ByteArrayInputStream(bytes), characters);
            return store;
        } catch (IOException e) {
            boolean wrongPassword = e.getCause() instanceof UnrecoverableKeyException;
            throw new IOException(
                    file + ": "
                            + (wrongPassword ? "the password is wrong" : "no complete PKCS#12 file: " + e.getMessage()),
                    e);
        }
    }

    private static List<X509Certificate> x509(Certificate[] chain) {
        return Arrays.stream(chain).map(X509Certificate.class::cast).toList();
    }
}
