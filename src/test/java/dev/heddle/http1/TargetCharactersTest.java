package dev.heddle.http1;

import static dev.heddle.http1.Http.converse;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.http.Handler;
import dev.heddle.http.Response;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which bytes a path and a query may contain: each of the 256, compared with RFC 3986 and with the URL Standard. */
class TargetCharactersTest {
    private static final Handler SAYS_TARGET =
            request -> Response.text(request.path() + " " + request.query().orElse("none"));

    /** The C0 control percent-encode set: what is escaped everywhere. */
    private static boolean isC0ControlSet(int c) {
        return c <= 0x1f || c > '~';
    }

    /** The special-query percent-encode set: what browsers escape in the query of an http URL. */
    private static boolean isQuerySet(int c) {
        return isC0ControlSet(c) || " \"#<>'".indexOf(c) >= 0;
    }

    /** The path percent-encode set. A backslash is not in it, but browsers make it a slash before they look. */
    private static boolean isPathSet(int c) {
        return isC0ControlSet(c) || " \"#<>?^`{}".indexOf(c) >= 0;
    }

    /** RFC 3986: unreserved, sub-delims, and what a path or a query may have besides. */
    private static boolean isUriCharacter(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || "-._~!$&'()*+,;=:@/?".indexOf(c) >= 0;
    }

    /** Of what browsers escape in a path, this is accepted: older browsers and many programs do not escape it. */
    private static boolean isAcceptedInPathAllTheSame(int c) {
        return "^`{}".indexOf(c) >= 0;
    }

    static IntStream bytes() {
        return IntStream.range(0, 256);
    }

    private static String answerTo(String target) {
        return converse(SAYS_TARGET, "GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n")
                .output();
    }

    @ParameterizedTest
    @MethodSource("bytes")
    void byteInAPath(int c) {
        boolean sentByBrowsers = !isPathSet(c) && c != '\\';
        boolean accepted = (isUriCharacter(c) || sentByBrowsers || isAcceptedInPathAllTheSame(c)) && c != '%';
        String target = "/a" + (char) c + "b";
        String answer = answerTo(target);
        assertThat(answer).as("byte %d", c).startsWith(accepted ? "HTTP/1.1 200 " : "HTTP/1.1 400 ");
        if (accepted) {
            assertThat(answer).endsWith("\r\n\r\n" + (c == '?' ? "/a b" : target + " none"));
        }
    }

    @ParameterizedTest
    @MethodSource("bytes")
    void byteInAQuery(int c) {
        boolean accepted = (isUriCharacter(c) || !isQuerySet(c)) && c != '%';
        for (String path : new String[] {"/p", "http://a/p", "http://a"}) {
            String query = "a" + (char) c + "b";
            String answer = answerTo(path + "?" + query);
            assertThat(answer).as("byte %d after %s", c, path).startsWith(accepted ? "HTTP/1.1 200 " : "HTTP/1.1 400 ");
            if (accepted) {
                assertThat(answer).endsWith((path.endsWith("p") ? "/p " : "/ ") + query);
            }
        }
    }

    /** Browsers send other percent signs, too. Decoders disagree about them, so they are rejected, as documented. */
    @ParameterizedTest
    @MethodSource("bytes")
    void percentSignNeedsTwoHexadecimalDigits(int c) {
        boolean hexadecimal = Character.digit(c, 16) >= 0 && c < 128;
        for (String target :
                new String[] {"/%" + (char) c + "0", "/%0" + (char) c, "/?%" + (char) c + "0", "/?%0" + (char) c}) {
            assertThat(answerTo(target)).as("byte %d", c).startsWith(hexadecimal ? "HTTP/1.1 200 " : "HTTP/1.1 400 ");
        }
    }
}
