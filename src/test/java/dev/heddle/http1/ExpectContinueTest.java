package dev.heddle.http1;

import static dev.heddle.http1.Http.GET;
import static dev.heddle.http1.Http.inParts;
import static dev.heddle.http1.Http.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.http.Handler;
import dev.heddle.http.Headers;
import dev.heddle.http.Response;
import dev.heddle.http.Status;
import dev.heddle.options.Limits;
import dev.heddle.support.ArrayConnection;
import dev.heddle.support.Conversation;
import dev.heddle.support.Conversation.Ending;
import dev.heddle.support.HttpReply;
import org.junit.jupiter.api.Test;

/** {@code Expect: 100-continue}: the client waits before it sends the body (RFC 9110 10.1.1). */
class ExpectContinueTest {
    private static final String CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n";
    private static final String EXPECTS =
            request("PUT / HTTP/1.1", "Host: a", "Content-Length: 5", "Expect: 100-continue");

    @Test
    void continueIsSentWhenTheHandlerReads() {
        Conversation conversation = inParts(Http.ECHOES, EXPECTS, "hello", GET);
        assertThat(conversation.writes().getFirst()).isEqualTo(CONTINUE);
        assertThat(conversation.statuses()).containsExactly(100, 200, 200);
        assertThat(HttpReply.all(conversation.output()).get(1).text()).isEqualTo("hello");
        assertThat(conversation.ending()).isEqualTo(Ending.NO_MORE);
    }

    @Test
    void continueIsSentOnceForSeveralReads() {
        Handler reads = request ->
                Response.text(request.body().read() + " " + request.body().read() + " " + request.readText(9));
        Conversation conversation = inParts(reads, EXPECTS, "h", "e", "l", "lo");
        assertThat(conversation.statuses()).containsExactly(100, 200);
        assertThat(HttpReply.all(conversation.output()).getLast().text()).isEqualTo("104 101 llo");
    }

    @Test
    void continueIsSentForChunkedBody() {
        Conversation conversation = inParts(
                Http.ECHOES,
                request("PUT / HTTP/1.1", "Host: a", "Transfer-Encoding: chunked", "expect: 100-Continue"),
                "5\r\nhello\r\n0\r\n\r\n");
        assertThat(conversation.statuses()).containsExactly(100, 200);
    }

    @Test
    void continueIsSentAheadOfAStreamedResponse() {
        Handler streams =
                request -> Response.stream("x/y", out -> request.body().transferTo(out));
        Conversation conversation = inParts(streams, EXPECTS, "hello");
        assertThat(conversation.statuses()).containsExactly(100, 200);
        assertThat(HttpReply.all(conversation.output()).getLast().text()).isEqualTo("hello");
    }

    @Test
    void continueIsSentAfterEarlierResponses() {
        Conversation conversation = inParts(Http.ECHOES, GET + EXPECTS, "hello");
        assertThat(conversation.statuses()).containsExactly(200, 100, 200);
    }

    @Test
    void continueIsSentAfterALongEarlierResponse() {
        byte[] large = new byte[100_000];
        Handler both = request -> request.contentLength() > 0
                ? Response.text(request.readText(9))
                : Response.stream("x/y", out -> out.write(large));
        Conversation conversation = inParts(both, GET, EXPECTS, "hello");
        assertThat(conversation.statuses()).containsExactly(200, 100, 200);
    }

    @Test
    void noContinueOnceTheBodyArrives() {
        assertThat(inParts(Http.ECHOES, EXPECTS + "hello").statuses()).containsExactly(200);
        assertThat(inParts(Http.ECHOES, EXPECTS + "h", "ello").statuses()).containsExactly(200);
    }

    @Test
    void noContinueForAnEmptyBody() {
        String empty = request("PUT / HTTP/1.1", "Host: a", "Content-Length: 0", "Expect: 100-continue");
        Conversation conversation = inParts(Http.ECHOES, empty, GET);
        assertThat(conversation.statuses()).containsExactly(200, 200);
        assertThat(conversation.ending()).isEqualTo(Ending.NO_MORE);
    }

    @Test
    void noContinueForHttp10() {
        Conversation conversation = inParts(
                Http.ECHOES,
                request("PUT / HTTP/1.0", "Content-Length: 5", "Expect: 100-continue", "Connection: keep-alive"),
                "hello");
        assertThat(conversation.statuses()).containsExactly(200);
        assertThat(HttpReply.all(conversation.output()).getFirst().text()).isEqualTo("hello");
    }

    @Test
    void finalStatusWithoutContinueClosesWhenTheHandlerDoesNotRead() {
        Handler forbids = request -> Response.of(Status.FORBIDDEN);
        Conversation conversation = inParts(forbids, EXPECTS, "hello", GET);
        // The client may send the body anyway; then it cannot be distinguished from a next request.
        assertThat(conversation.statuses()).containsExactly(403);
        assertThat(HttpReply.all(conversation.output()).getFirst().header("Connection"))
                .isEqualTo("close");
        assertThat(conversation.ending()).isEqualTo(Ending.LINGER);
        assertThat(conversation.consumed()).isEqualTo(EXPECTS.length());
    }

    @Test
    void tooLargeBodyGets413WithoutContinue() {
        String huge = request("PUT / HTTP/1.1", "Host: a", "Content-Length: 9999999999", "Expect: 100-continue");
        Conversation conversation = inParts(Http.ECHOES, huge);
        assertThat(conversation.statuses()).containsExactly(413);
        assertThat(conversation.ending()).isEqualTo(Ending.LINGER);
    }

    @Test
    void bodyThatIsTooLongForItsHandlerGets413WithoutContinue() {
        Handler readsFour = request -> Response.bytes("x/y", request.readBody(4));
        Conversation waits = inParts(readsFour, EXPECTS, "hello");
        assertThat(waits.statuses()).containsExactly(413);
        assertThat(waits.consumed()).isEqualTo(EXPECTS.length());
        assertThat(waits.ending()).isEqualTo(Ending.LINGER);
        String sends = EXPECTS.replace("Expect", "Unexpected");
        Conversation sent = inParts(readsFour, sends, "hello");
        assertThat(sent.statuses()).containsExactly(413);
        assertThat(sent.consumed()).as("none of the body is read").isEqualTo(sends.length());
    }

    @Test
    void lazyResponseAsksForTheBodyAndKeepsTheConnection() {
        Handler streams =
                request -> Response.stream("x/y", 5, out -> request.body().transferTo(out));
        Conversation conversation = inParts(streams, EXPECTS, "hello", GET.replace("GET", "HEAD"));
        assertThat(conversation.statuses()).containsExactly(100, 200, 200);
        assertThat(conversation.ending()).isEqualTo(Ending.NO_MORE);
    }

    @Test
    void noContinueAfterTheResponse() {
        ExchangeHandler readsLate = (request, responder) -> {
            responder.begin(Status.OK, Headers.of(), 0, false);
            responder.end();
            assertThat(request.body().readAllBytes()).hasSize(5);
        };
        Conversation conversation = ArrayConnection.of(Limits.defaults(), EXPECTS, "hello")
                .converse(new Http1Protocol("http", readsLate, Limits.defaults()));
        assertThat(conversation.statuses()).containsExactly(200);
    }
}
