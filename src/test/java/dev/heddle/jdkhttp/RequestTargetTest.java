package dev.heddle.jdkhttp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTargetTest {
    private static final String ALPHABET = "ab9-._~!$&'()*+,;=:@/?%[]{}|^`#\\ \u00e9";

    @ParameterizedTest
    @CsvSource({
        "/, /",
        "/a/b.c, /a/b.c",
        "/a?x=1&y=/z, /a",
        "/?, /",
        "/a%20b?c%20d, /a b",
        "/a/../b, /a/../b",
        "http://h/p?q, /p",
        "http://h, /",
        "http://h?q, /",
        "*, *",
        "/a//b, /a//b",
    })
    void pathOfTargetIsDecoded(String text, String path) {
        assertThat(targetOf(text).path()).isEqualTo(path);
    }

    @ParameterizedTest
    @ValueSource(strings = {"//x/y", "//", "/a%", "/%zz", "/a{b}", "/a b", "/[", "http://"})
    void targetThatIsNoUriOrMeansAnotherIsRejected(String text) {
        assertThat(RequestTarget.of(text)).isNull();
    }

    @Test
    void authorityFormHasEmptyPath() {
        assertThat(targetOf("h:443").path()).isEmpty();
    }

    /** The JDK's parser is the oracle, for plain targets too, which Heddle does not parse. */
    @Test
    void pathAndUriAreThoseOfJdkParser() {
        Random random = new Random(7);
        int valid = 0;
        for (int i = 0; i < 200_000; i++) {
            StringBuilder text = new StringBuilder("/a");
            int length = random.nextInt(8);
            int letters = random.nextBoolean() ? 20 : ALPHABET.length(); // the first 20 are plain
            for (int j = 0; j < length; j++) {
                text.append(ALPHABET.charAt(random.nextInt(letters)));
            }
            URI parsed = parsed(text.toString());
            if (parsed == null) {
                assertThat(RequestTarget.of(text.toString()))
                        .as(text.toString())
                        .isNull();
            } else {
                RequestTarget target = targetOf(text.toString());
                assertThat(target.path()).as(text.toString()).isEqualTo(parsed.getPath());
                assertThat(target.uri()).isEqualTo(parsed).hasToString(text.toString());
                valid++;
            }
        }
        assertThat(valid).isBetween(100_000, 199_000);
    }

    private static RequestTarget targetOf(String text) {
        return Objects.requireNonNull(RequestTarget.of(text), text);
    }

    private static @Nullable URI parsed(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            return null;
        }
    }
}
