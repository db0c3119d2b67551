package dev.heddle.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ByteReaderTest {
    private static final int MAX = 8192;

    /** Supplies up to a fixed number of bytes for each read, and records how many were asked for. */
    private static final class Source implements ByteSource {
        private final byte[] bytes;
        private final int maxPerRead;
        private int supplied;
        private int lastLength;

        Source(int length, int maxPerRead) {
            this.bytes = new byte[length];
            for (int i = 0; i < length; i++) {
                bytes[i] = valueAt(i);
            }
            this.maxPerRead = maxPerRead;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            lastLength = length;
            if (supplied == bytes.length) {
                return -1;
            }
            int count = Math.min(Math.min(length, maxPerRead), bytes.length - supplied);
            System.arraycopy(bytes, supplied, into, offset, count);
            supplied += count;
            return count;
        }
    }

    /** A value that depends on the index; its period divides no buffer size. */
    private static byte valueAt(int index) {
        return (byte) (index % 251);
    }

    @Test
    void bytesAreBufferedInArrivalOrder() throws IOException {
        ByteReader reader = new ByteReader(new Source(3, 1), MAX);
        assertThat(reader.buffered()).isZero();
        assertThat(reader.fill()).isTrue();
        assertThat(reader.buffered()).isEqualTo(1);
        assertThat(reader.fill()).isTrue();
        assertThat(reader.fill()).isTrue();
        assertThat(new byte[] {reader.at(0), reader.at(1), reader.at(2)}).containsExactly(0, 1, 2);
        assertThat(reader.fill()).isFalse();
        assertThat(reader.buffered()).isEqualTo(3);
    }

    @Test
    void offsetsStayValidWhileTheBufferGrowsToItsBound() throws IOException {
        ByteReader reader = new ByteReader(new Source(MAX, 100), MAX);
        while (reader.buffered() < MAX) {
            assertThat(reader.fill()).isTrue();
            int last = reader.buffered() - 1;
            assertThat(reader.at(0)).isEqualTo(valueAt(0));
            assertThat(reader.at(last)).isEqualTo(valueAt(last));
        }
        assertThat(reader.array()).hasSize(MAX);
        assertThat(reader.copy(0, MAX)).isEqualTo(new Source(MAX, 1).bytes);
    }

    @Test
    void fillThrowsWhenTheBufferIsFull() throws IOException {
        Source source = new Source(MAX + 1, MAX);
        ByteReader reader = new ByteReader(source, MAX);
        while (reader.buffered() < MAX) {
            assertThat(reader.fill()).isTrue();
        }
        assertThatThrownBy(reader::fill)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(String.valueOf(MAX));
        assertThat(source.supplied).isEqualTo(MAX);
        reader.skip(1);
        assertThat(reader.fill()).isTrue();
        assertThat(reader.buffered()).isEqualTo(MAX);
    }

    @Test
    void offsetsStayValidWhenConsumedBytesAreReused() throws IOException {
        ByteReader reader = new ByteReader(new Source(3000, 3000), MAX);
        while (reader.buffered() < 2048) {
            assertThat(reader.fill()).isTrue();
        }
        reader.skip(2000);
        assertThat(reader.at(0)).isEqualTo(valueAt(2000));
        assertThat(reader.fill()).isTrue();
        assertThat(reader.position()).isZero();
        assertThat(reader.array()).as("no growth while space is free").hasSize(2048);
        assertThat(reader.at(0)).isEqualTo(valueAt(2000));
        assertThat(reader.at(reader.buffered() - 1)).isEqualTo(valueAt(1999 + reader.buffered()));
    }

    @Test
    void bufferGrowsToTheBatchSizeAndKeepsItAcrossTrim() throws IOException {
        ByteReader reader = new ByteReader(new Source(100_000, 900), MAX);
        List<Integer> sizes = new ArrayList<>();
        for (int batch = 0; batch < 5; batch++) {
            assertThat(reader.fill()).isTrue();
            sizes.add(reader.buffered());
            reader.skip(reader.buffered());
            reader.trim();
        }
        assertThat(sizes).containsExactly(128, 256, 512, 900, 900);
        assertThat(reader.lastReadFilledBuffer()).isFalse();
    }

    @Test
    void bufferNeverGrowsBeyondItsBound() throws IOException {
        for (int bound : new int[] {1024, 1500, 2048, 3000}) {
            ByteReader reader = new ByteReader(new Source(10_000, 10_000), bound);
            while (reader.buffered() < bound) {
                reader.fill();
            }
            assertThat(reader.array()).hasSize(bound);
            reader.skip(bound);
            reader.fill();
            assertThat(reader.array()).hasSize(bound);
        }
    }

    @Test
    void indexOfSearchesFromAnOffset() throws IOException {
        ByteReader reader = of("ab\ncd\n");
        assertThat(reader.indexOf((byte) '\n', 0)).isEqualTo(2);
        assertThat(reader.indexOf((byte) '\n', 2)).isEqualTo(2);
        assertThat(reader.indexOf((byte) '\n', 3)).isEqualTo(5);
        assertThat(reader.indexOf((byte) '\n', 6)).isEqualTo(-1);
        assertThat(reader.indexOf((byte) 'x', 0)).isEqualTo(-1);
        reader.skip(3);
        assertThat(reader.indexOf((byte) '\n', 0)).isEqualTo(2);
        assertThat(reader.indexOf((byte) 'a', 0))
                .as("consumed bytes are not searched")
                .isEqualTo(-1);
        assertThat(reader.copy(0, 2)).isEqualTo(Ascii.bytes("cd"));
    }

    @Test
    void skipRejectsBytesThatHaveNotArrived() throws IOException {
        ByteReader reader = of("abc");
        assertThatThrownBy(() -> reader.skip(4))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessageContaining("4 of 3");
        assertThatThrownBy(() -> reader.skip(-1)).isInstanceOf(IndexOutOfBoundsException.class);
        reader.skip(3);
        assertThat(reader.buffered()).isZero();
    }

    @Test
    void readTakesBufferedBytesFirst() throws IOException {
        Source source = new Source(2000, 10);
        ByteReader reader = new ByteReader(source, MAX);
        assertThat(reader.fill()).isTrue();
        byte[] into = new byte[1500];
        assertThat(reader.read(into, 0, 4)).isEqualTo(4);
        assertThat(reader.read(into, 4, 1000)).isEqualTo(6);
        assertThat(source.supplied).as("no read while bytes are buffered").isEqualTo(10);
        assertThat(into).startsWith(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0);
    }

    @Test
    void largeReadBypassesTheBuffer() throws IOException {
        Source source = new Source(5000, 5000);
        ByteReader reader = new ByteReader(source, MAX);
        byte[] into = new byte[5001];
        assertThat(reader.read(into, 1, 4000)).isEqualTo(4000);
        assertThat(source.lastLength).isEqualTo(4000);
        assertThat(reader.buffered()).isZero();
        assertThat(into[1]).isEqualTo(valueAt(0));
        assertThat(into[4000]).isEqualTo(valueAt(3999));
    }

    @Test
    void smallReadFillsTheBufferOnce() throws IOException {
        Source source = new Source(20, 20);
        ByteReader reader = new ByteReader(source, MAX);
        byte[] into = new byte[8];
        assertThat(reader.read(into, 0, 8)).isEqualTo(8);
        assertThat(source.lastLength).isGreaterThan(8);
        assertThat(reader.buffered()).isEqualTo(12);
        assertThat(into).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
    }

    @Test
    void readAndFillReportTheEndOfInput() throws IOException {
        ByteReader reader = new ByteReader(new Source(0, 1), MAX);
        assertThat(reader.read(new byte[1], 0, 1)).isEqualTo(-1);
        assertThat(reader.read(new byte[4096], 0, 4096)).isEqualTo(-1);
        assertThat(reader.fill()).isFalse();
    }

    @Test
    void trimReplacesALargeEmptyBuffer() throws IOException {
        ByteReader reader = new ByteReader(new Source(5000, 5000), MAX);
        while (reader.buffered() < 5000) {
            assertThat(reader.fill()).isTrue();
        }
        assertThat(reader.array()).hasSizeGreaterThan(4096);
        reader.skip(5000);
        reader.trim();
        assertThat(reader.array()).hasSize(128);
        assertThat(reader.position()).isZero();
    }

    @Test
    void trimKeepsBufferedBytes() throws IOException {
        ByteReader reader = new ByteReader(new Source(5000, 5000), MAX);
        while (reader.buffered() < 5000) {
            assertThat(reader.fill()).isTrue();
        }
        reader.skip(4999);
        reader.trim();
        assertThat(reader.buffered()).isEqualTo(1);
        assertThat(reader.at(0)).isEqualTo(valueAt(4999));
    }

    @Test
    void boundBelowTheMinimumIsRejected() {
        assertThatThrownBy(() -> new ByteReader(new Source(0, 1), 1023))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1024")
                .hasMessageContaining("1023");
        assertThat(new ByteReader(new Source(0, 1), 1024).buffered()).isZero();
    }

    private static ByteReader of(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        ByteReader reader = new ByteReader(
                (into, offset, length) -> {
                    System.arraycopy(bytes, 0, into, offset, bytes.length);
                    return bytes.length;
                },
                MAX);
        reader.fill();
        return reader;
    }
}
