package dev.heddle.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class HeadersTest {
    private static final Headers SOME = Headers.of("Accept", "a, b", "X", "1", "accept", "c");

    @Test
    void headersKeepTheirOrderAndSpelling() {
        assertThat(SOME.size()).isEqualTo(3);
        assertThat(SOME.name(2)).isEqualTo("accept");
        assertThat(SOME.value(2)).isEqualTo("c");
        assertThat(SOME).hasToString("[Accept, a, b, X, 1, accept, c]");
    }

    @Test
    void lookupIgnoresTheCaseOfNames() {
        assertThat(SOME.first("ACCEPT")).contains("a, b");
        assertThat(SOME.values("aCCEPT")).containsExactly("a, b", "c");
        assertThat(SOME.contains("x")).isTrue();
        assertThat(SOME.contains("y")).isFalse();
        assertThat(SOME.first("y")).isEmpty();
        assertThat(SOME.values("y")).isEmpty();
    }

    @Test
    void containsTokenMatchesWholeListElementsIgnoringCase() {
        Headers headers = Headers.of("Connection", "keep-alive ,\tUpgrade", "connection", "close", "X", "\"a, b\"");
        for (String element : new String[] {"keep-alive", "upgrade", "Close", "CLOSE"}) {
            assertThat(headers.containsToken("Connection", element)).as(element).isTrue();
        }
        for (String element : new String[] {"keep", "alive", "keep-alive ,\tUpgrade", "clos"}) {
            assertThat(headers.containsToken("Connection", element)).as(element).isFalse();
        }
        assertThat(headers.containsToken("Other", "close")).isFalse();
        assertThat(Headers.of("A", "I").containsToken("A", "i"))
                .as("in any locale")
                .isTrue();
    }

    @Test
    void emptyHeadersContainNothing() {
        assertThat(Headers.none().size()).isZero();
        assertThat(Headers.of().size()).isZero();
        assertThat(Headers.none().contains("a")).isFalse();
    }

    @Test
    void oddNumberOfArgumentsIsRejected() {
        assertThatIllegalArgumentException().isThrownBy(() -> Headers.of("A")).withMessageContaining("pairs");
    }

    @Test
    void nameThatIsNotATokenIsRejected() {
        assertThat(Headers.of("!#$%&'*+-.^_`|~09azAZ", "x").size()).isEqualTo(1);
        for (String name :
                new String[] {"", " ", "a b", "a:", "a\r\nb", "\u00e9", "a(", "a\u0000", "a/b", "\"a\"", "a@"}) {
            assertThatIllegalArgumentException()
                    .as("'%s'", name)
                    .isThrownBy(() -> Headers.of(name, "x"))
                    .withMessageStartingWith("invalid header name: '");
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Headers.of("a\r\nb", "x"))
                .withMessage("invalid header name: 'a\\ud\\uab'");
    }

    @Test
    void valueThatCouldEndItsLineIsRejected() {
        assertThat(Headers.of("A", "\tb c\u0080\u00ff").value(0)).isEqualTo("\tb c\u0080\u00ff");
        for (char c = 0; c < 0x2000; c++) {
            boolean sendable = c == '\t' || (c >= ' ' && c <= 0xff && c != 0x7f);
            String value = "a" + c + "b";
            if (sendable) {
                assertThat(Headers.of("A", value).value(0)).isEqualTo(value);
            } else {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> Headers.of("A", value))
                        .withMessage("illegal character " + (int) c + " in the value of header A");
            }
        }
    }
}
