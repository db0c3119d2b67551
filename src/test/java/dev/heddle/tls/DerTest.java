package dev.heddle.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heddle.support.TestCertificate;
import dev.heddle.support.TestCertificate.Kind;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The little DER that is written and read, to the byte. */
class DerTest {
    @Test
    void privateKeyIsASequenceOfVersionAlgorithmAndKey() {
        byte[] algorithm = HexFormat.of().parseHex("300506032b6570");
        assertThat(HexFormat.of().formatHex(Der.pkcs8(algorithm, new byte[] {7, 8})))
                .isEqualTo("300e" + "020100" + "300506032b6570" + "04020708");
    }

    /** Where the encoding of a length grows by a byte. */
    @ParameterizedTest
    @CsvSource({"127, 047f", "128, 048180", "255, 0481ff", "256, 04820100", "65535, 0482ffff", "65536, 0483010000"})
    void lengthsAreInTheirShortestForm(int length, String header) {
        byte[] der = Der.pkcs8(new byte[0], new byte[length]);
        String hex = HexFormat.of().formatHex(der);
        assertThat(hex).endsWith("020100" + header + "00".repeat(length));
    }

    @ParameterizedTest
    @EnumSource
    void algorithmOfAPublicKeyIsThatOfItsPrivateKey(Kind kind) throws Exception {
        TestCertificate certificate = TestCertificate.of(kind, "a.test");
        byte[] algorithm =
                Der.algorithmOf(certificate.certificate().getPublicKey().getEncoded());
        assertThat(HexFormat.of().formatHex(certificate.key().getEncoded()))
                .contains("020100" + HexFormat.of().formatHex(algorithm) + "04");
    }

    @Test
    void truncatedPublicKeyIsRejected() throws Exception {
        byte[] whole = TestCertificate.of(Kind.EC, "a.test")
                .certificate()
                .getPublicKey()
                .getEncoded();
        byte[] algorithm = Der.algorithmOf(whole);
        for (int length = 0; length < 2 + algorithm.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> Der.algorithmOf(cut)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> Der.algorithmOf(new byte[] {0x30, (byte) 0x85, 0, 0, 0, 0, 0}))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
