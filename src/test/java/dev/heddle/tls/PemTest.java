package dev.heddle.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heddle.support.TestCertificate;
import dev.heddle.support.TestCertificate.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** PEM on byte arrays: whole, cut after each byte, and with what tools write around it. */
class PemTest {
    private static List<Pem> blocks(String text) throws IOException {
        return Pem.blocks(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void blocksAreInTheOrderOfTheFile() throws Exception {
        List<Pem> blocks =
                blocks(TestCertificate.pem("ONE", new byte[] {1}) + TestCertificate.pem("TWO", new byte[200]));
        assertThat(blocks).extracting(Pem::label).containsExactly("ONE", "TWO");
        assertThat(blocks.getFirst().der()).containsExactly(1);
        assertThat(blocks.get(1).der()).isEqualTo(new byte[200]);
    }

    @Test
    void textAroundBlocksIsSkipped() throws Exception {
        String text = "Bag Attributes\n    friendlyName: x\n\r\n" + TestCertificate.pem("ONE", new byte[] {1}) + "more";
        assertThat(blocks(text)).extracting(Pem::label).containsExactly("ONE");
    }

    @Test
    void linesMayEndWithCarriageReturns() throws Exception {
        String text = TestCertificate.pem("ONE", new byte[100]).replace("\n", "\r\n");
        assertThat(blocks(text).getFirst().der()).hasSize(100);
    }

    @Test
    void fileCutAfterAnyByteHasFewerBlocksOrIsRejected() throws Exception {
        TestCertificate certificate = TestCertificate.of(Kind.EC, "a.test");
        byte[] whole = (certificate.certificatesPem() + certificate.keyPem()).getBytes(StandardCharsets.US_ASCII);
        int accepted = 0;
        for (int length = 0; length < whole.length - 1; length++) {
            try {
                assertThat(Pem.blocks(Arrays.copyOf(whole, length))).hasSizeLessThan(2);
                accepted++;
            } catch (IOException e) {
                assertThat(e.getMessage()).matches("line \\d+ (is|ends) .*|the [A-Z ]+ that begins in line \\d+ .*");
            }
        }
        assertThat(accepted).as("cut where no block is open").isBetween(1, 60);
        assertThat(Pem.blocks(whole)).hasSize(2);
    }

    @Test
    void encryptedBlocksAreToldByLabelOrHeader() throws Exception {
        assertThat(blocks(TestCertificate.pem("ENCRYPTED PRIVATE KEY", new byte[9]))
                        .getFirst()
                        .encrypted())
                .isTrue();
        String old = """
                -----BEGIN RSA PRIVATE KEY-----
                Proc-Type: 4,ENCRYPTED
                DEK-Info: AES-128-CBC,00

                AAAA
                -----END RSA PRIVATE KEY-----
                """;
        assertThat(blocks(old).getFirst().encrypted()).isTrue();
        assertThat(blocks(TestCertificate.pem("PRIVATE KEY", new byte[9]))
                        .getFirst()
                        .encrypted())
                .isFalse();
    }

    @Test
    void malformedContentIsNotQuoted() {
        String secret = "-----BEGIN PRIVATE KEY-----\nTOP*SECRET\n-----END PRIVATE KEY-----\n";
        assertThatThrownBy(() -> blocks(secret))
                .isInstanceOf(IOException.class)
                .hasMessage("the PRIVATE KEY that begins in line 1 is not Base64")
                .hasNoCause();
        assertThatThrownBy(() -> blocks("-----BEGIN A-----\n-----END A-----\n")).hasMessageContaining("is empty");
        assertThatThrownBy(() -> blocks("-----BEGIN A-----\nAAAA\n-----END B-----\n"))
                .hasMessage("line 3 is not the end of the A that begins in line 1");
    }
}
