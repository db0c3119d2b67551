package dev.heddle.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which addresses are trusted, and which texts are addresses. */
class TrustedAddressesTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.0.0.0, 9.255.255.255",
        "10.0.0.0/8, 10.255.255.255, 11.0.0.0",
        "192.0.2.7, 192.0.2.7, 192.0.2.6",
        "192.0.2.128/25, 192.0.2.255, 192.0.2.127",
        "0.0.0.0/0, 255.255.255.255, ::",
        "fd00::/8, fdff::1, fc00::1",
        "::1, 0:0:0:0:0:0:0:1, ::2",
        "2001:db8::/33, 2001:db8:7fff::, 2001:db8:8000::",
        "::/0, ffff::, 0.0.0.0",
        "10.0.0.0/8, ::ffff:10.1.2.3, ::10.1.2.3",
        "::ffff:10.0.0.0/104, 10.1.2.3, 11.1.2.3",
        "::ffff:10.1.2.3, 10.1.2.3, 10.1.2.4"
    })
    void blockContainsWhatBeginsWithItsBitsAndNothingElse(String block, String within, String outside)
            throws UnknownHostException {
        TrustedAddresses trusted = TrustedAddresses.parse(block);
        assertThat(trusted.contains(InetAddress.getByName(within))).isTrue();
        assertThat(trusted.contains(InetAddress.getByName(outside))).isFalse();
    }

    @Test
    void oneOfSeveralBlocksIsEnoughAndWithoutAnyNobodyIsTrusted() throws UnknownHostException {
        TrustedAddresses trusted = TrustedAddresses.parse("10.0.0.0/8 , 192.0.2.7,fd00::1");
        assertThat(trusted.blocks()).hasToString("[10.0.0.0/8, 192.0.2.7/32, fd00:0:0:0:0:0:0:1/128]");
        assertThat(trusted.contains(new InetSocketAddress("192.0.2.7", 80))).isTrue();
        assertThat(trusted.contains(new InetSocketAddress("fd00::1", 80))).isTrue();
        assertThat(TrustedAddresses.NOBODY.contains(InetAddress.getLoopbackAddress()))
                .isFalse();
    }

    @Test
    void addressesOfOtherKindsAreNotTrusted() {
        TrustedAddresses everybody = TrustedAddresses.parse("0.0.0.0/0,::/0");
        assertThat(everybody.contains(UnixDomainSocketAddress.of("a"))).isFalse();
        assertThat(everybody.contains(InetSocketAddress.createUnresolved("10.0.0.1", 80)))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "10.0.0.0/8,",
                "10.0.0.1/8",
                "10.0.0.0/33",
                "10.0.0.0/",
                "10.0.0.0/-1",
                "10.0.0.0/08",
                "10.0.0.0/8/8",
                "10.0.0",
                "fd00::1/8",
                "fd00::/129",
                "::ffff:10.0.0.0/95",
                "localhost",
                "fe80::1%lo",
                "[::1]"
            })
    void listWithSomethingElseIsRejected(String list) {
        assertThatIllegalArgumentException().isThrownBy(() -> TrustedAddresses.parse(list));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "255.255.255.255",
                "::",
                "::1",
                "1::",
                "1:2:3:4:5:6:7:8",
                "1:2:3:4:5:6:7::",
                "::2:3:4:5:6:7:8",
                "1::3:4:5:6:7:8",
                "2001:DB8::aBc",
                "::ffff:1.2.3.4",
                "::1.2.3.4",
                "1:2:3:4:5:6:1.2.3.4",
                "64:ff9b::1.2.3.4"
            })
    void addressIsReadAsTheJdkReadsIt(String text) throws UnknownHostException {
        assertThat(IpLiteral.parse(text)).contains(InetAddress.getByName(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.256",
                "01.2.3.4",
                "1.2.3.-4",
                "1.2.3.+4",
                "1.2..4",
                "1.2.3.4 ",
                "1.2.3.٤",
                "0x1.2.3.4",
                "16909060",
                ":",
                ":::",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4:5:6:7:8::",
                "1::2::3",
                "1:::2",
                ":1:2:3:4:5:6:7:8",
                "1:2:3:4:5:6:7:",
                "12345::",
                "::g",
                "::٤",
                "::1.2.3",
                "1.2.3.4::",
                "1:2:3:4:5:6:7:1.2.3.4",
                "::1%1",
                "::1/64",
                "[::1]",
                "a.example"
            })
    void textThatIsNoAddressIsNotReadAsOne(String text) {
        assertThat(IpLiteral.parse(text)).isEmpty();
    }

    @Test
    void everyAddressIsReadAsItIsWritten() throws UnknownHostException {
        Random random = new Random(7);
        for (int i = 0; i < 2000; i++) {
            byte[] bytes = new byte[random.nextBoolean() ? 4 : 16];
            random.nextBytes(bytes);
            InetAddress address = InetAddress.getByAddress(bytes);
            assertThat(IpLiteral.parse(address.getHostAddress())).contains(address);
        }
    }
}
