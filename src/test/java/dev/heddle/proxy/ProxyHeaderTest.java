package dev.heddle.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The header of the PROXY protocol, in one piece and byte by byte: whole, truncated, too long and malformed. */
class ProxyHeaderTest {
    private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";
    private static final String IPV4 = SIGNATURE + "2111" + "000c" + "c6336407" + "0a000001" + "dd2a" + "01bb";
    private static final String IPV6 = SIGNATURE + "2121" + "0024" + "20010db8000000000000000000000007"
            + "fd000000000000000000000000000001" + "dd2a" + "01bb";
    private static final String LOCAL = SIGNATURE + "2000" + "0000";
    private static final String NEXT = "GET / HTTP/1.1\r\n";
    private static final InetSocketAddress CLIENT = new InetSocketAddress("198.51.100.7", 56_618);
    private static final InetSocketAddress CLIENT_V6 = new InetSocketAddress("2001:db8::7", 56_618);

    /** Valid headers, and the client that each names; none for those that name none. */
    private static Map<byte[], InetSocketAddress[]> valid() {
        Map<byte[], InetSocketAddress[]> headers = new TreeMap<>(Arrays::compare);
        headers.put(text("PROXY TCP4 198.51.100.7 10.0.0.1 56618 443\r\n"), named(CLIENT));
        headers.put(
                text("PROXY TCP4 255.255.255.255 255.255.255.255 65535 65535\r\n"),
                named(new InetSocketAddress("255.255.255.255", 65_535)));
        headers.put(text("PROXY TCP4 1.1.1.1 1.1.1.1 0 0\r\n"), named(new InetSocketAddress("1.1.1.1", 0)));
        headers.put(text("PROXY TCP6 2001:db8::7 fd00::1 56618 443\r\n"), named(CLIENT_V6));
        headers.put(text("PROXY TCP6 :: :: 1 1\r\n"), named(new InetSocketAddress("::", 1)));
        headers.put(text("PROXY TCP6 ::ffff:198.51.100.7 ::1 56618 443\r\n"), named(CLIENT));
        headers.put(text("PROXY UNKNOWN\r\n"), named());
        headers.put(text("PROXY UNKNOWN 1.1.1.1 anything at all\r\n"), named());
        headers.put(text("PROXY UNKNOWN " + "f".repeat(107 - 16) + "\r\n"), named());
        headers.put(hex(IPV4), named(CLIENT));
        headers.put(hex(IPV6), named(CLIENT_V6));
        headers.put(withValues(IPV4, "0400020000" + "2a0000"), named(CLIENT));
        headers.put(withChecksum(IPV4, "05000161"), named(CLIENT));
        headers.put(withChecksum(IPV6, ""), named(CLIENT_V6));
        headers.put(withValues(IPV4, "04" + "0fe1" + "00".repeat(0xfe1)), named(CLIENT)); // 4096 bytes
        headers.put(hex(LOCAL), named());
        headers.put(hex(SIGNATURE + "20ff" + "0003" + "ffffff"), named());
        headers.put(hex(SIGNATURE + "2100" + "0003" + "ffffff"), named());
        headers.put(hex(SIGNATURE + "2131" + "00d8" + "2f".repeat(216)), named());
        headers.put(
                hex(SIGNATURE + "2112" + "000c" + "c6336407" + "0a000001" + "dd2a" + "01bb"), named()); // a datagram
        return headers;
    }

    private static InetSocketAddress[] named(InetSocketAddress... client) {
        return client;
    }

    private static byte[] text(String line) {
        return line.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }

    /** A header with values behind its addresses. */
    private static byte[] withValues(String header, String values) {
        byte[] bytes = hex(header + values);
        int length = bytes.length - 16;
        bytes[14] = (byte) (length >> 8);
        bytes[15] = (byte) length;
        return bytes;
    }

    /** The same, with the right checksum in front of the values. */
    private static byte[] withChecksum(String header, String values) {
        byte[] bytes = withValues(header, "030004" + "00000000" + values);
        CRC32C sum = new CRC32C();
        sum.update(bytes);
        int at = header.length() / 2 + 3;
        for (int i = 0; i < 4; i++) {
            bytes[at + i] = (byte) (sum.getValue() >> (8 * (3 - i)));
        }
        return bytes;
    }

    private static byte[] followed(byte[] header) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(header);
        bytes.writeBytes(text(NEXT));
        return bytes.toByteArray();
    }

    /** Gives one byte for each read, however many are asked for. */
    private static final class ByteByByte extends ByteArrayInputStream {
        ByteByByte(byte[] bytes) {
            super(bytes);
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            return super.read(into, offset, Math.min(1, length));
        }
    }

    @Test
    void clientIsTheOneThatTheHeaderNamesAndWhatFollowsIsLeft() throws IOException {
        for (Map.Entry<byte[], InetSocketAddress[]> header : valid().entrySet()) {
            byte[] bytes = followed(header.getKey());
            for (InputStream in : new InputStream[] {new ByteArrayInputStream(bytes), new ByteByByte(bytes)}) {
                assertThat(ProxyHeader.read(in).client().stream().toArray()).isEqualTo(header.getValue());
                assertThat(in.readAllBytes()).asString().isEqualTo(NEXT);
            }
        }
    }

    @Test
    void headerThatIsTruncatedAnywhereEndsTheConnectionAndNothingElse() {
        for (byte[] header : valid().keySet()) {
            for (int length = 0; length < header.length; length++) {
                InputStream cut = new ByteArrayInputStream(header, 0, length);
                assertThatThrownBy(() -> ProxyHeader.read(cut)).isInstanceOf(EOFException.class);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\n",
                "proxy TCP4 1.1.1.1 1.1.1.1 1 1\r\n",
                "PROXY  TCP4 1.1.1.1 1.1.1.1 1 1\r\n",
                "PROXY TCP4  1.1.1.1 1.1.1.1 1 1\r\n",
                "PROXY TCP4 1.1.1.1 1.1.1.1 1 1 \r\n",
                "PROXY TCP4 1.1.1.1 1.1.1.1 1 1 1\r\n",
                "PROXY TCP4 1.1.1.1 1.1.1.1 1\r\n",
                "PROXY TCP4 1.1.1.1 1.1.1.1 1 1\n",
                "PROXY TCP4 1.1.1.1 1.1.1.1 1 1\r\r\n",
                "PROXY TCP4 1.1.1.1\r\n",
                "PROXY TCP4 01.1.1.1 1.1.1.1 1 1\r\n",
                "PROXY TCP4 256.1.1.1 1.1.1.1 1 1\r\n",
                "PROXY TCP4 1.1.1.1 localhost 1 1\r\n",
                "PROXY TCP4 1.1.1.1 1.1.1.1 65536 1\r\n",
                "PROXY TCP4 1.1.1.1 1.1.1.1 1 01\r\n",
                "PROXY TCP4 1.1.1.1 1.1.1.1 -1 1\r\n",
                "PROXY TCP4 1.1.1.1 1.1.1.1 1 \r\n",
                "PROXY TCP4 ::1 ::1 1 1\r\n",
                "PROXY TCP6 1.1.1.1 1.1.1.1 1 1\r\n",
                "PROXY TCP6 ::1%lo ::1 1 1\r\n",
                "PROXY UDP4 1.1.1.1 1.1.1.1 1 1\r\n",
                "PROXY UNKNOWNS 1.1.1.1 1.1.1.1 1 1\r\n",
                "PROXY UNKNOWN\n",
                "PROXY \r\n\r\n\r\n\r\n\r\n",
                "PROXY TCP4 1.1.1.1 1.1.1.1 1 1\0\r\n",
                "\r\n\r\n\0\r\nQUIT\r"
            })
    void lineThatIsNotExactlyAHeaderIsRejected(String line) {
        byte[] bytes = text(line + "x".repeat(200));
        assertThatThrownBy(() -> ProxyHeader.read(new ByteArrayInputStream(bytes)))
                .isInstanceOf(ProxyHeaderException.class);
        assertThatThrownBy(() -> ProxyHeader.read(new ByteByByte(bytes))).isInstanceOf(ProxyHeaderException.class);
    }

    @Test
    void lineOfMoreThan107BytesIsRejectedBeforeMoreIsRead() {
        for (String begin : new String[] {"PROXY UNKNOWN ", "PROXY TCP4 1"}) {
            ByteArrayInputStream in = new ByteArrayInputStream(text(begin + "1".repeat(5000)));
            assertThatThrownBy(() -> ProxyHeader.read(in)).hasMessage("PROXY line longer than 107 bytes");
            assertThat(5000 + begin.length() - in.available()).isLessThanOrEqualTo(107);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1111000c", // version 1
                "3111000c",
                "2211000c", // a command that is unknown
                "2f11000c",
                "2141000c", // a family that is unknown
                "21f1000c",
                "2113000c", // a transport that is unknown
                "2111000b", // shorter than its addresses
                "21210023",
                "213100d7",
                "21110000"
            })
    void binaryHeaderOfAnotherFormIsRejected(String fields) {
        byte[] bytes = hex(SIGNATURE + fields + "01".repeat(300));
        assertThatThrownBy(() -> ProxyHeader.read(new ByteArrayInputStream(bytes)))
                .isInstanceOf(ProxyHeaderException.class);
    }

    @Test
    void binaryHeaderOfMoreThan4096BytesIsRejectedBeforeItIsRead() {
        for (String length : new String[] {"0ff1", "ffff"}) {
            ByteArrayInputStream in = new ByteArrayInputStream(hex(SIGNATURE + "2111" + length + "00".repeat(70_000)));
            assertThatThrownBy(() -> ProxyHeader.read(in)).hasMessageEndingWith("(limit 4096)");
            assertThat(in.available()).isEqualTo(70_000);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"05", "0500", "050002aa", "05ffff", "03000411223344", "0300031122", "0300051122334455", "030000"
            })
    void valueThatGoesBeyondTheEndOrChecksumThatIsWrongIsRejected(String value) {
        assertThatThrownBy(() -> ProxyHeader.read(new ByteArrayInputStream(withValues(IPV4, value))))
                .isInstanceOf(ProxyHeaderException.class);
    }

    @Test
    void headerWithAChecksumIsRejectedIfAnyBitOfItIsAnother() {
        byte[] header = withChecksum(IPV4, "05000161");
        for (int bit = 0; bit < header.length * 8; bit++) {
            byte[] changed = header.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            boolean stillNames;
            try {
                stillNames = ProxyHeader.read(new ByteArrayInputStream(changed))
                        .client()
                        .isPresent();
            } catch (IOException e) {
                stillNames = false; // Rejected, or waits for bytes that a changed length announces.
            }
            // The type of the checksum, once changed, is that of a value which is ignored.
            assertThat(stillNames).as("bit " + bit).isEqualTo(bit / 8 == 28);
        }
    }

    @Test
    void anyBytesGiveAHeaderOrOneOfTwoExceptions() {
        Random random = new Random(3);
        byte[][] headers = valid().keySet().toArray(byte[][]::new);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = followed(headers[random.nextInt(headers.length)]);
            for (int changes = random.nextInt(4); changes >= 0; changes--) {
                bytes[random.nextInt(Math.min(bytes.length, 120))] = (byte) random.nextInt(256);
            }
            try {
                assertThat(ProxyHeader.read(new ByteArrayInputStream(bytes))).isNotNull();
            } catch (EOFException | ProxyHeaderException e) {
                assertThat(e).hasMessageContaining("PROXY");
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }
}
