package dev.heddle.http1;

import static dev.heddle.http1.Http.GET;
import static dev.heddle.http1.Http.chunked;
import static dev.heddle.http1.Http.converse;
import static dev.heddle.http1.Http.post;
import static dev.heddle.http1.Http.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.http.Handler;
import dev.heddle.http.Response;
import dev.heddle.options.Limits;
import dev.heddle.support.Conversation;
import dev.heddle.support.Conversation.Ending;
import dev.heddle.support.HttpReply;
import org.junit.jupiter.api.Test;

/** The bounds on a request: input at the limit is accepted, one byte or header more is rejected. */
class ParsingLimitsTest {
    private static final Limits SMALL = Limits.builder()
            .requestLine(64)
            .head(200)
            .headerCount(4)
            .body(20)
            .chunkExtensions(8)
            .discardedBody(10)
            .build();

    private static void assertAccepted(Handler handler, Limits limits, String input) {
        Conversation conversation = converse(handler, limits, input + GET);
        assertThat(conversation.statuses()).containsExactly(200, 200);
        assertThat(conversation.ending()).isEqualTo(Ending.NO_MORE);
    }

    private static void assertRejected(int status, Limits limits, String input) {
        Conversation conversation = converse(Http.DESCRIBES, limits, input + GET);
        assertThat(conversation.statuses()).containsExactly(status);
        assertThat(conversation.ending()).isEqualTo(Ending.LINGER);
    }

    private static String requestLineOf(int bytes) {
        int target = bytes - "GET / HTTP/1.1\r\n".length();
        return request("GET /" + "t".repeat(target) + " HTTP/1.1", "Host: a");
    }

    private static String headOf(int bytes) {
        String rest = request("GET / HTTP/1.1", "Host: a", "X: ");
        return request("GET / HTTP/1.1", "Host: a", "X: " + "x".repeat(bytes - rest.length()));
    }

    private static String chunkedWithTrailersOf(int bytes) {
        return chunked("0\r\nX: " + "x".repeat(bytes - "X: \r\n\r\n".length()) + "\r\n\r\n");
    }

    @Test
    void requestLineOverTheLimitGets414() {
        assertAccepted(Http.DESCRIBES, SMALL, requestLineOf(64));
        assertRejected(414, SMALL, requestLineOf(65));
        assertAccepted(Http.DESCRIBES, Limits.defaults(), requestLineOf(8192));
        assertRejected(414, Limits.defaults(), requestLineOf(8193));
    }

    @Test
    void unfinishedRequestLineIsRejectedAtTheLimit() {
        assertRejected(414, SMALL, "GET /" + "t".repeat(1000));
    }

    @Test
    void headOverTheLimitGets431() {
        assertAccepted(Http.DESCRIBES, SMALL, headOf(200));
        assertRejected(431, SMALL, headOf(201));
        assertAccepted(Http.DESCRIBES, Limits.defaults(), headOf(16_384));
        assertRejected(431, Limits.defaults(), headOf(16_385));
    }

    @Test
    void headOfManyShortLinesOverTheLimitGets431() {
        Limits limits = Limits.builder().requestLine(64).head(200).build();
        String shorts = "A: b\r\n".repeat(28);
        String rest = "GET / HTTP/1.1\r\nHost: a\r\n" + shorts + "\r\n";
        assertThat(rest).hasSizeLessThan(200);
        String filled = "GET /" + "t".repeat(200 - rest.length());
        assertAccepted(Http.DESCRIBES, limits, rest.replace("GET /", filled));
        assertRejected(431, limits, rest.replace("GET /", filled + "t"));
    }

    @Test
    void unfinishedHeadIsRejectedAtTheLimit() {
        assertRejected(431, SMALL, "GET / HTTP/1.1\r\nHost: a\r\nX: " + "x".repeat(1000));
    }

    @Test
    void tooManyHeadersGet431() {
        assertAccepted(Http.DESCRIBES, SMALL, request("GET / HTTP/1.1", "Host: a", "B: 2", "C: 3", "D: 4"));
        assertRejected(431, SMALL, request("GET / HTTP/1.1", "Host: a", "B: 2", "C: 3", "D: 4", "E: 5"));
        String ninetyNine = "GET / HTTP/1.1\r\nHost: a" + "\r\nX: y".repeat(98);
        assertAccepted(Http.DESCRIBES, Limits.defaults(), request(ninetyNine, "X: y"));
        assertRejected(431, Limits.defaults(), request(ninetyNine, "X: y", "X: y"));
    }

    @Test
    void tooManyEmptyLinesBeforeARequestGet400() {
        assertAccepted(Http.DESCRIBES, SMALL, "\r\n".repeat(8) + GET);
        assertRejected(400, SMALL, "\r\n".repeat(9) + GET);
    }

    @Test
    void declaredBodyOverTheLimitGets413() {
        assertAccepted(Http.DESCRIBES, SMALL, post("x".repeat(20)));
        assertRejected(413, SMALL, post("x".repeat(21)));
    }

    @Test
    void chunkedBodyOverTheLimitGets413() {
        assertAccepted(Http.DESCRIBES, SMALL, chunked("a\r\n0123456789\r\na\r\n0123456789\r\n0\r\n\r\n"));
        assertRejected(413, SMALL, chunked("a\r\n0123456789\r\nb\r\n0123456789a\r\n0\r\n\r\n"));
        assertRejected(413, SMALL, chunked("15\r\n" + "x".repeat(21) + "\r\n0\r\n\r\n"));
    }

    @Test
    void limitZeroRejectsEveryBody() {
        Limits none = Limits.builder().body(0).build();
        assertAccepted(Http.DESCRIBES, none, post(""));
        assertAccepted(Http.DESCRIBES, none, chunked("0\r\n\r\n"));
        assertRejected(413, none, post("x"));
        assertRejected(413, none, chunked("1\r\nx\r\n0\r\n\r\n"));
    }

    @Test
    void chunkExtensionsOverTheLimitGet400() {
        assertAccepted(Http.DESCRIBES, SMALL, chunked("1;a=\"bc\"\r\nx\r\n0\r\n\r\n"));
        assertAccepted(Http.DESCRIBES, SMALL, chunked("1;abc\r\nx\r\n1;a=b\r\ny\r\n0\r\n\r\n"));
        assertRejected(400, SMALL, chunked("1;abc\r\nx\r\n1;a=bc\r\ny\r\n0\r\n\r\n"));
        assertRejected(400, SMALL, chunked("1;a=\"bcdef\"\r\nx\r\n0\r\n\r\n"));
        assertAccepted(Http.DESCRIBES, Limits.defaults(), chunked("1;" + "a".repeat(4095) + "\r\nx\r\n0\r\n\r\n"));
        assertRejected(400, Limits.defaults(), chunked("1;" + "a".repeat(4096) + "\r\nx\r\n0\r\n\r\n"));
    }

    @Test
    void limitZeroRejectsEveryChunkExtension() {
        Limits none = Limits.builder().chunkExtensions(0).build();
        assertAccepted(Http.DESCRIBES, none, chunked("1\r\nx\r\n0\r\n\r\n"));
        assertRejected(400, none, chunked("1;a\r\nx\r\n0\r\n\r\n"));
    }

    @Test
    void trailerSectionOverTheLimitGets431() {
        assertAccepted(Http.DESCRIBES, SMALL, chunkedWithTrailersOf(200));
        assertRejected(431, SMALL, chunkedWithTrailersOf(201));
        String first = "X: " + "x".repeat(95) + "\r\n";
        String second = "Y: " + "y".repeat(93) + "\r\n";
        assertThat((first + second + "\r\n")).hasSize(200);
        assertAccepted(Http.DESCRIBES, SMALL, chunked("0\r\n" + first + second + "\r\n"));
        assertRejected(431, SMALL, chunked("0\r\nX" + first + second + "\r\n"));
    }

    @Test
    void unfinishedTrailerSectionIsRejectedAtTheLimit() {
        assertRejected(431, SMALL, chunked("0\r\nX: " + "x".repeat(1000)));
    }

    @Test
    void tooManyTrailerFieldsGet431() {
        assertAccepted(Http.DESCRIBES, SMALL, chunked("0\r\nA: 1\r\nB: 2\r\nC: 3\r\nD: 4\r\n\r\n"));
        assertRejected(431, SMALL, chunked("0\r\nA: 1\r\nB: 2\r\nC: 3\r\nD: 4\r\nE: 5\r\n\r\n"));
    }

    @Test
    void unreadBodyWithinTheLimitIsDiscarded() {
        assertAccepted(Http.IGNORES, SMALL, post("0123456789"));
        assertAccepted(Http.IGNORES, SMALL, chunked("a\r\n0123456789\r\n0\r\nA: b\r\n\r\n"));
        assertAccepted(Http.IGNORES, SMALL, chunked("5\r\n01234\r\n5\r\n56789\r\n0\r\n\r\n"));
    }

    @Test
    void unreadBodyOverTheLimitClosesTheConnection() {
        Conversation declared = converse(Http.IGNORES, SMALL, post("0123456789a") + GET);
        assertThat(declared.ending()).isEqualTo(Ending.LINGER);
        HttpReply only = HttpReply.all(declared.output()).getFirst();
        assertThat(only.status()).isEqualTo(200);
        assertThat(only.header("Connection")).isEqualTo("close");
        for (String chunks : new String[] {"b\r\n0123456789a\r\n0\r\n\r\n", "a\r\n0123456789\r\n1\r\na\r\n0\r\n\r\n"}) {
            Conversation chunked = converse(Http.IGNORES, SMALL, chunked(chunks) + GET);
            assertThat(chunked.statuses()).containsExactly(200);
            assertThat(chunked.ending()).isEqualTo(Ending.LINGER);
        }
    }

    @Test
    void limitZeroDiscardsNoBody() {
        Limits none = Limits.builder().discardedBody(0).build();
        assertAccepted(Http.IGNORES, none, post(""));
        assertAccepted(Http.IGNORES, none, chunked("0\r\n\r\n"));
        assertThat(converse(Http.IGNORES, none, post("x") + GET).ending()).isEqualTo(Ending.LINGER);
        assertThat(converse(Http.IGNORES, none, chunked("1\r\nx\r\n0\r\n\r\n") + GET)
                        .ending())
                .isEqualTo(Ending.LINGER);
    }

    @Test
    void bodyOverTheHandlersLimitGets413() {
        Handler takesFive = request -> Response.text(request.readText(5));
        assertAccepted(takesFive, Limits.defaults(), post("hello"));
        assertAccepted(takesFive, Limits.defaults(), chunked("5\r\nhello\r\n0\r\n\r\n"));
        for (String tooMuch : new String[] {post("hello!"), chunked("5\r\nhello\r\n1\r\n!\r\n0\r\n\r\n")}) {
            Conversation rejected = converse(takesFive, tooMuch + GET);
            assertThat(rejected.statuses()).containsExactly(413);
            assertThat(rejected.ending()).isEqualTo(Ending.LINGER);
            assertThat(rejected.handlerFailures()).isEmpty();
        }
    }
}
