package dev.heddle.bytes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AsciiTest {
    @Test
    void textAndOctetsAreTheSameCharacterByCharacter() {
        assertThat(Ascii.octets("GET")).containsExactly('G', 'E', 'T');
        byte[] all = new byte[256];
        for (int i = 0; i < 256; i++) {
            all[i] = (byte) i;
        }
        String text = Ascii.latin1(all, 0, 256);
        for (int i = 0; i < 256; i++) {
            assertThat(text.charAt(i)).isEqualTo((char) i);
        }
        assertThat(Ascii.latin1(all, 'a', 'd')).isEqualTo("abc");
    }

    @Test
    void onlyLettersHaveACase() {
        for (int octet = -128; octet < 256; octet++) {
            boolean upper = octet >= 'A' && octet <= 'Z';
            assertThat(Ascii.toLower(octet)).isEqualTo(upper ? octet + 32 : octet);
        }
    }

    @Test
    void textIsComparedWithoutItsCase() {
        byte[] octets = Ascii.octets("xHoStx");
        assertThat(Ascii.equalsIgnoreCase(octets, 1, 5, "host")).isTrue();
        assertThat(Ascii.equalsIgnoreCase(octets, 0, 5, "host")).isFalse();
        assertThat(Ascii.equalsIgnoreCase(octets, 1, 4, "host")).isFalse();
        assertThat(Ascii.equalsIgnoreCase(octets, 1, 5, "hose")).isFalse();
        assertThat(Ascii.equalsIgnoreCase(octets, 3, 3, "")).isTrue();
        // '@' and '`' lie 32 apart as 'A' and 'a' do, and are no letters.
        assertThat(Ascii.equalsIgnoreCase(Ascii.octets("@"), 0, 1, "`")).isFalse();
    }

    @Test
    void digitsAreTheTenAndNoOthers() {
        for (int octet = -128; octet < 256; octet++) {
            assertThat(Ascii.isDigit(octet)).isEqualTo("0123456789".indexOf((char) octet) >= 0);
        }
    }

    @Test
    void hexadecimalDigitsAreTheTwentyTwoAndNoOthers() {
        for (int octet = -128; octet < 256; octet++) {
            int index = octet < 0 ? -1 : "0123456789abcdef".indexOf(Character.toLowerCase((char) octet));
            assertThat(Ascii.hexValue(octet)).as("octet %d", octet).isEqualTo(index);
        }
    }
}
