package dev.heddle.bytes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ByteSearchTest {
    private static final int LENGTH = 41;

    @Test
    void indexOfFindsEveryByteAtEveryIndexAmongAnyOthers() {
        for (int value = -128; value < 128; value++) {
            for (int filler : new int[] {0, 1, value ^ 1, value ^ 0x80, value - 1, value + 1, -1}) {
                if ((byte) filler == value) {
                    continue;
                }
                for (int at = 0; at < LENGTH; at++) {
                    byte[] bytes = filled((byte) filler);
                    bytes[at] = (byte) value;
                    assertThat(ByteSearch.indexOf(bytes, 0, LENGTH, (byte) value))
                            .isEqualTo(at);
                    assertThat(ByteSearch.indexOf(bytes, at, at + 1, (byte) value))
                            .isEqualTo(at);
                    assertThat(ByteSearch.indexOf(bytes, at + 1, LENGTH, (byte) value))
                            .isEqualTo(-1);
                    assertThat(ByteSearch.indexOf(bytes, 0, at, (byte) value)).isEqualTo(-1);
                }
            }
        }
    }

    @Test
    void indexOfControlFindsExactlyTheControlCharactersAtEveryIndex() {
        for (int value = -128; value < 128; value++) {
            boolean control = (value >= 0 && value < 32) || value == 127;
            for (int filler : new int[] {' ', '~', 'a', 0x80, 0xff}) {
                for (int at = 0; at < LENGTH; at++) {
                    byte[] bytes = filled((byte) filler);
                    bytes[at] = (byte) value;
                    assertThat(ByteSearch.indexOfControl(bytes, 0, LENGTH)).isEqualTo(control ? at : LENGTH);
                    assertThat(ByteSearch.indexOfControl(bytes, 0, at)).isEqualTo(at);
                }
            }
        }
    }

    @Test
    void firstOfSeveralMatchesIsFound() {
        Random random = new Random(1);
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = new byte[LENGTH];
            random.nextBytes(bytes);
            int from = random.nextInt(LENGTH);
            int to = from + random.nextInt(LENGTH - from + 1);
            byte value = bytes[random.nextInt(LENGTH)];
            int expected = from;
            while (expected < to && bytes[expected] != value) {
                expected++;
            }
            assertThat(ByteSearch.indexOf(bytes, from, to, value)).isEqualTo(expected < to ? expected : -1);
            int control = from;
            while (control < to && !(bytes[control] >= 0 && bytes[control] < 32) && bytes[control] != 127) {
                control++;
            }
            assertThat(ByteSearch.indexOfControl(bytes, from, to)).isEqualTo(control);
        }
    }

    private static byte[] filled(byte value) {
        byte[] bytes = new byte[LENGTH];
        Arrays.fill(bytes, value);
        return bytes;
    }
}
