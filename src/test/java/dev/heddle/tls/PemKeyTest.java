package dev.heddle.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heddle.support.TestCertificate;
import dev.heddle.support.TestCertificate.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Private keys of every kind, in the forms of new and old tools, and those of openssl if it is installed. */
class PemKeyTest {
    private static PrivateKey read(String pem, TestCertificate certificate) throws IOException {
        return PemKey.read(
                Pem.blocks(pem.getBytes(StandardCharsets.ISO_8859_1)),
                certificate.certificate().getPublicKey());
    }

    private static void assertMatches(String pem, TestCertificate certificate) throws IOException {
        new Identity("test", certificate.chain(), read(pem, certificate)).check();
    }

    @ParameterizedTest
    @EnumSource
    void pkcs8IsRead(Kind kind) throws Exception {
        TestCertificate certificate = TestCertificate.of(kind, "a.test");
        assertMatches(certificate.keyPem(), certificate);
    }

    @ParameterizedTest
    @EnumSource(names = {"RSA", "EC", "EC_521"})
    void pkcs1AndSec1AreRead(Kind kind) throws Exception {
        TestCertificate certificate = TestCertificate.of(kind, "a.test");
        assertThat(certificate.oldKeyPem()).doesNotContain("BEGIN PRIVATE");
        assertMatches(certificate.oldKeyPem(), certificate);
    }

    @ParameterizedTest
    @EnumSource(names = {"RSA", "EC"})
    void keyCutAfterAnyByteIsRejectedWithoutAWordOfIt(Kind kind) throws Exception {
        TestCertificate certificate = TestCertificate.of(kind, "a.test");
        for (String label : List.of("PRIVATE KEY", kind + " PRIVATE KEY")) {
            String whole = label.equals("PRIVATE KEY") ? certificate.keyPem() : certificate.oldKeyPem();
            byte[] der = Pem.blocks(whole.getBytes(StandardCharsets.US_ASCII))
                    .getFirst()
                    .der();
            for (int length = 1; length < der.length; length++) {
                String cut = TestCertificate.pem(label, Arrays.copyOf(der, length));
                assertThatThrownBy(() -> assertMatches(cut, certificate))
                        .as(label + " cut after " + length + " bytes")
                        .isInstanceOf(IOException.class)
                        .hasMessageMatching("the private key is malformed.*|test: the private key does not belong.*")
                        .hasNoCause();
            }
        }
    }

    @Test
    void keyOfAnotherKindIsRejected() throws Exception {
        TestCertificate rsa = TestCertificate.of(Kind.RSA, "a.test");
        TestCertificate ec = TestCertificate.of(Kind.EC, "a.test");
        for (String key : List.of(ec.keyPem(), ec.oldKeyPem())) {
            assertThatThrownBy(() -> read(key, rsa))
                    .hasMessage(
                            "the private key is malformed, or of another kind than the certificate's, which is RSA");
        }
        assertThatThrownBy(() -> read(rsa.oldKeyPem(), ec)).hasMessageEndingWith("which is EC");
    }

    @Test
    void keyOfAnotherCurveIsRejected() throws Exception {
        TestCertificate small = TestCertificate.of(Kind.EC, "a.test");
        TestCertificate large = TestCertificate.of(Kind.EC_521, "a.test");
        for (String key : List.of(large.keyPem(), large.oldKeyPem())) {
            assertThatThrownBy(() -> assertMatches(key, small)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void encryptedKeyIsRejectedWithAdvice() throws Exception {
        TestCertificate certificate = TestCertificate.of(Kind.EC, "a.test");
        assertThatThrownBy(() -> read(TestCertificate.pem("ENCRYPTED PRIVATE KEY", new byte[9]), certificate))
                .hasMessageContaining("is encrypted")
                .hasMessageContaining("openssl pkey");
    }

    @Test
    void exactlyOneKeyIsNeeded() throws Exception {
        TestCertificate certificate = TestCertificate.of(Kind.EC, "a.test");
        assertThatThrownBy(() -> read(certificate.certificatesPem(), certificate))
                .hasMessage("no private key in it");
        assertThatThrownBy(() -> read(certificate.keyPem() + certificate.keyPem(), certificate))
                .hasMessage("2 private keys in it: one is needed");
        assertThatThrownBy(() -> read(TestCertificate.pem("DSA PRIVATE KEY", new byte[9]), certificate))
                .hasMessage("unknown kind of private key: DSA PRIVATE KEY");
    }

    /** The commands that make a key, in the forms that openssl writes. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "genpkey -out KEY -algorithm RSA -pkeyopt rsa_keygen_bits:2048",
                "genpkey -out KEY -algorithm EC -pkeyopt ec_paramgen_curve:P-256",
                "genpkey -out KEY -algorithm EC -pkeyopt ec_paramgen_curve:P-384",
                "genpkey -out KEY -algorithm ED25519",
                "genrsa -traditional -out KEY 2048",
                "ecparam -out KEY -name prime256v1 -genkey",
                "ecparam -out KEY -name secp384r1 -genkey -noout"
            })
    void filesOfOpensslAreRead(String making, @TempDir Path directory) throws Exception {
        Assumptions.assumeTrue(hasOpenssl(), "openssl is not installed");
        Path key = directory.resolve("key.pem");
        Path certificate = directory.resolve("certificate.pem");
        openssl(making.replace("KEY", key.toString()));
        openssl("req -new -x509 -days 30 -subj /CN=a.test -key " + key + " -out " + certificate);
        assertThat(new PemFiles(certificate, key).read()).singleElement().satisfies(identity -> {
            assertThat(identity.description()).contains("CN=a.test");
            assertThat(identity.toString()).doesNotContain("PRIVATE");
        });
        byte[] whole = Files.readAllBytes(key);
        for (int length = whole.length - 2; length > 0; length -= 7) {
            Files.write(key, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> new PemFiles(certificate, key).read())
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith(key + ": ");
        }
    }

    private static boolean hasOpenssl() throws InterruptedException {
        try {
            return run(List.of("openssl", "version")) == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static void openssl(String arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments.split(" ")));
        assertThat(run(command)).as(arguments).isZero();
    }

    private static int run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }
}
