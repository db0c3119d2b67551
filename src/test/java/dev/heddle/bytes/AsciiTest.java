package dev.heddle.bytes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AsciiTest {
    @Test
    void convertsBetweenTextAndBytesOneToOne() {
        assertThat(Ascii.bytes("GET")).containsExactly('G', 'E', 'T');
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
    void toLowerChangesOnlyUpperCaseLetters() {
        for (int value = -128; value < 256; value++) {
            boolean upper = value >= 'A' && value <= 'Z';
            assertThat(Ascii.toLower(value)).isEqualTo(upper ? value + 32 : value);
        }
    }

    @Test
    void equalsIgnoreCaseIgnoresTheCaseOfLettersOnly() {
        byte[] bytes = Ascii.bytes("xHoStx");
        assertThat(Ascii.equalsIgnoreCase(bytes, 1, 5, "host")).isTrue();
        assertThat(Ascii.equalsIgnoreCase(bytes, 0, 5, "host")).isFalse();
        assertThat(Ascii.equalsIgnoreCase(bytes, 1, 4, "host")).isFalse();
        assertThat(Ascii.equalsIgnoreCase(bytes, 1, 5, "hose")).isFalse();
        assertThat(Ascii.equalsIgnoreCase(bytes, 3, 3, "")).isTrue();
        // '@' and '`' are 32 apart, as 'A' and 'a' are, but are not letters.
        assertThat(Ascii.equalsIgnoreCase(Ascii.bytes("@"), 0, 1, "`")).isFalse();
    }

    @Test
    void isDigitAcceptsExactlyTheTenAsciiDigits() {
        for (int value = -128; value < 256; value++) {
            assertThat(Ascii.isDigit(value)).isEqualTo("0123456789".indexOf((char) value) >= 0);
        }
    }

    @Test
    void hexValueAcceptsExactlyTheHexadecimalDigits() {
        for (int value = -128; value < 256; value++) {
            int index = value < 0 ? -1 : "0123456789abcdef".indexOf(Character.toLowerCase((char) value));
            assertThat(Ascii.hexValue(value)).as("byte %d", value).isEqualTo(index);
        }
    }
}
