package dev.heddle.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heddle.support.TestCertificate;
import dev.heddle.support.TestCertificate.Kind;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PKCS#12 files, and their passwords. */
class KeyStoreFileTest {
    /** With a space; JDK 21 takes no other than ASCII characters for a key store. */
    private static final String PASSWORD = "pass word";

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void write() throws Exception {
        file = directory.resolve("store.p12");
        TestCertificate made = TestCertificate.of(Kind.RSA, "root.test").issue(Kind.EC, "a.test");
        try (OutputStream out = Files.newOutputStream(file)) {
            made.store("one", PASSWORD.toCharArray()).store(out, PASSWORD.toCharArray());
        }
    }

    private CertificateSource source(String password) {
        return new KeyStoreFile(file, Password.of(password.toCharArray()));
    }

    @Test
    void keyAndChainAreRead() throws Exception {
        assertThat(source(PASSWORD).read()).singleElement().satisfies(identity -> {
            assertThat(identity.chain()).hasSize(2);
            assertThat(identity.description()).contains("CN=a.test", "EC", "store.p12 (one)");
        });
        assertThat(source(PASSWORD).read()).as("again: the password is kept").hasSize(1);
    }

    @Test
    void passwordMayBeTheFirstLineOfAFile() throws Exception {
        for (String end : new String[] {"", "\n", "\r\n", "\nsecond line\n"}) {
            Path password = Files.writeString(directory.resolve("password"), PASSWORD + end);
            CertificateSource source = new KeyStoreFile(file, Password.in(password));
            assertThat(source.read()).hasSize(1);
            assertThat(source.files()).containsExactly(file, password);
        }
    }

    @Test
    void wrongPasswordIsNamedAndNotShown() {
        assertThatThrownBy(() -> source("guess").read())
                .isInstanceOf(IOException.class)
                .hasMessage(file + ": the password is wrong");
        assertThat(source("guess").toString()).doesNotContain("guess");
    }

    @Test
    void truncatedFileIsRejected() throws Exception {
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length += 13) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> source(PASSWORD).read())
                    .as("cut after " + length + " bytes")
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith(file + ": ");
        }
    }

    @Test
    void fileThatIsMissingOrHasNoKeyIsNamed() throws Exception {
        try (OutputStream out = Files.newOutputStream(file)) {
            java.security.KeyStore empty = java.security.KeyStore.getInstance("PKCS12");
            empty.load(null, null);
            empty.store(out, PASSWORD.toCharArray());
        }
        assertThatThrownBy(() -> source(PASSWORD).read())
                .hasMessage(file + ": no private key with a certificate in it");
        Files.delete(file);
        assertThatThrownBy(() -> source(PASSWORD).read()).hasMessage(file + ": no such file");
    }
}
