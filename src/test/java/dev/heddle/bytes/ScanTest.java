package dev.heddle.bytes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ScanTest {
    private static final int LENGTH = 41;

    @Test
    void everyOctetIsFoundAtEveryPlaceWhateverLiesAroundIt() {
        for (int octet = -128; octet < 128; octet++) {
            for (int filler : new int[] {0, 1, octet ^ 1, octet ^ 0x80, octet - 1, octet + 1, -1}) {
                if ((byte) filler == octet) {
                    continue;
                }
                for (int at = 0; at < LENGTH; at++) {
                    byte[] octets = filled((byte) filler);
                    octets[at] = (byte) octet;
                    assertThat(Scan.indexOf(octets, 0, LENGTH, (byte) octet)).isEqualTo(at);
                    assertThat(Scan.indexOf(octets, at, at + 1, (byte) octet)).isEqualTo(at);
                    assertThat(Scan.indexOf(octets, at + 1, LENGTH, (byte) octet))
                            .isEqualTo(-1);
                    assertThat(Scan.indexOf(octets, 0, at, (byte) octet)).isEqualTo(-1);
                }
            }
        }
    }

    @Test
    void controlCharactersAreFoundAtEveryPlaceAndNothingElseIs() {
        for (int octet = -128; octet < 128; octet++) {
            boolean control = (octet >= 0 && octet < 32) || octet == 127;
            for (int filler : new int[] {' ', '~', 'a', 0x80, 0xff}) {
                for (int at = 0; at < LENGTH; at++) {
                    byte[] octets = filled((byte) filler);
                    octets[at] = (byte) octet;
                    assertThat(Scan.indexOfControl(octets, 0, LENGTH)).isEqualTo(control ? at : LENGTH);
                    assertThat(Scan.indexOfControl(octets, 0, at)).isEqualTo(at);
                }
            }
        }
    }

    @Test
    void theFirstOfSeveralIsFound() {
        Random random = new Random(1);
        for (int round = 0; round < 20_000; round++) {
            byte[] octets = new byte[LENGTH];
            random.nextBytes(octets);
            int from = random.nextInt(LENGTH);
            int to = from + random.nextInt(LENGTH - from + 1);
            byte octet = octets[random.nextInt(LENGTH)];
            int expected = from;
            while (expected < to && octets[expected] != octet) {
                expected++;
            }
            assertThat(Scan.indexOf(octets, from, to, octet)).isEqualTo(expected < to ? expected : -1);
            int control = from;
            while (control < to && !(octets[control] >= 0 && octets[control] < 32) && octets[control] != 127) {
                control++;
            }
            assertThat(Scan.indexOfControl(octets, from, to)).isEqualTo(control);
        }
    }

    private static byte[] filled(byte octet) {
        byte[] octets = new byte[LENGTH];
        Arrays.fill(octets, octet);
        return octets;
    }
}
