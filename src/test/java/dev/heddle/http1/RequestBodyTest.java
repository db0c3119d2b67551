package dev.heddle.http1;

import static dev.heddle.http1.Http.GET;
import static dev.heddle.http1.Http.chunked;
import static dev.heddle.http1.Http.converse;
import static dev.heddle.http1.Http.post;
import static dev.heddle.http1.Http.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.http.Handler;
import dev.heddle.http.Request;
import dev.heddle.http.Response;
import dev.heddle.options.Limits;
import dev.heddle.support.ArrayConnection;
import dev.heddle.support.Conversation;
import dev.heddle.support.Conversation.Ending;
import dev.heddle.support.HttpReply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How a handler reads the body of a request, and what happens to the unread rest. */
class RequestBodyTest {
    private static final String HIDDEN = request("GET /hidden HTTP/1.1", "Host: a");

    private static List<String> bodies(Conversation conversation) {
        return HttpReply.all(conversation.output()).stream()
                .map(HttpReply::text)
                .toList();
    }

    @Test
    void bodyIsNotReadBeyondItsEnd() {
        Handler reads = request -> Response.text(request.method() + request.readText(99));
        for (String first : List.of(post("hello"), chunked("5\r\nhello\r\n0\r\nA: b\r\n\r\n"))) {
            assertThat(bodies(converse(reads, first + GET))).containsExactly("POSThello", "GET");
        }
    }

    @Test
    void requestInsideABodyIsNotHandled() {
        Handler targets = request -> Response.text(request.target());
        String chunk = Integer.toHexString(HIDDEN.length()) + "\r\n" + HIDDEN + "\r\n0\r\n\r\n";
        assertThat(bodies(converse(targets, post(HIDDEN) + GET))).containsExactly("/", "/");
        assertThat(bodies(converse(targets, chunked(chunk) + GET))).containsExactly("/", "/");
    }

    @Test
    void unreadBodyIsDiscardedBeforeTheNextRequest() {
        Handler readsTwo = request -> Response.text(
                request.method() + request.body().read() + request.body().read());
        assertThat(bodies(converse(readsTwo, post("hello") + GET))).containsExactly("POST104101", "GET-1-1");
        assertThat(bodies(converse(readsTwo, chunked("1\r\nh\r\n4\r\nello\r\n0\r\n\r\n") + GET)))
                .containsExactly("POST104101", "GET-1-1");
    }

    @Test
    void responseIsSentBeforeWaitingForTheUnreadBody() {
        ArrayConnection connection =
                ArrayConnection.of(Limits.defaults(), post("hello").replace("hello", "he"));
        Conversation unfinished = connection.thenTooSlow().converse(new Http1Protocol(Http.IGNORES, Limits.defaults()));
        assertThat(unfinished.statuses()).as("one response only").containsExactly(200);
        assertThat(unfinished.ending()).isEqualTo(Ending.LINGER);
    }

    @Test
    void bodyIsReadOnDemand() {
        Conversation conversation = Http.inParts(Http.ECHOES, post("hello"), GET);
        assertThat(conversation.phases()).containsExactly("idle", "received", "content", "idle", "received", "idle");
    }

    @Test
    void everyWayToReadGivesTheSameBody() {
        List<Handler> ways = List.of(
                request -> Response.bytes("x/y", request.body().readAllBytes()),
                request -> Response.bytes("x/y", request.readBody(1_000_000)),
                request -> Response.stream("x/y", out -> request.body().transferTo(out)),
                request -> {
                    ByteArrayOutputStream copy = new ByteArrayOutputStream();
                    for (int value = request.body().read();
                            value >= 0;
                            value = request.body().read()) {
                        copy.write(value);
                    }
                    return Response.bytes("x/y", copy.toByteArray());
                });
        String body = "0123456789abcdef".repeat(300);
        String chunks = "12c0\r\n" + body + "\r\n1\r\n!\r\n0\r\n\r\n";
        for (Handler way : ways) {
            // The bodies are equal; a response streamed while the request is read may be chunked differently.
            assertThat(bodies(Http.inParts(way, post(body)))).containsExactly(body);
            assertThat(bodies(Http.inParts(way, chunked(chunks)))).containsExactly(body + "!");
            assertThat(bodies(Http.inParts(way, post(body).split("")))).containsExactly(body);
            assertThat(bodies(Http.inParts(way, chunked(chunks).split("")))).containsExactly(body + "!");
        }
    }

    @Test
    void availableReportsBufferedBytesOfTheBody() {
        Handler reportsAvailable = request -> Response.text(request.body().available()
                + request.readText(9)
                + request.body().available()
                + request.body().read(new byte[0]));
        assertThat(bodies(Http.inParts(reportsAvailable, post("hello") + GET))).containsExactly("5hello00", "000");
        assertThat(bodies(Http.inParts(reportsAvailable, post("hello").replace("hello", ""), "hello")))
                .containsExactly("0hello00");
    }

    @Test
    void malformedChunkIsReportedOnce() {
        Handler readsTwice = request -> {
            try {
                return Response.text(request.readText(9));
            } catch (IOException broken) {
                return Response.text(request.readText(9));
            }
        };
        Conversation malformed = converse(readsTwice, chunked("x"));
        assertThat(malformed.faults()).singleElement().asString().contains("chunk");
    }

    @Test
    void handlerCanCatchABodyFailureAndRespond() {
        Handler recovers = request -> {
            try {
                return Response.text(request.readText(9));
            } catch (IOException broken) {
                return Response.text("recovered");
            }
        };
        Conversation recovered = converse(recovers, chunked("x") + HIDDEN);
        assertThat(bodies(recovered)).containsExactly("recovered");
        assertThat(HttpReply.all(recovered.output()).getFirst().header("Connection"))
                .isEqualTo("close");
        assertThat(recovered.ending()).isEqualTo(Ending.LINGER);
    }

    @Test
    void everyReadAfterAFailureThrowsTheSameException() {
        List<IOException> failures = new ArrayList<>();
        Handler readsOn = request -> {
            failures.add(failure(request));
            failures.add(failure(request));
            return Response.text(String.valueOf(request.body().available()));
        };
        assertThat(bodies(Http.inParts(readsOn, chunked("1\r\nx\r\ny\r\nz\r\n0\r\n\r\n"))))
                .containsExactly("0");
        assertThat(failures.get(1)).isSameAs(failures.get(0));
    }

    private static IOException failure(Request request) {
        try {
            request.readBody(9);
        } catch (IOException broken) {
            return broken;
        }
        throw new AssertionError("malformed body was accepted");
    }

    @Test
    void wrappedBodyFailureStillGives400() {
        Handler wraps = request -> {
            try {
                return Response.text(request.readText(9));
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        };
        Conversation rejected = converse(wraps, chunked("x") + HIDDEN);
        assertThat(rejected.statuses()).containsExactly(400);
        assertThat(rejected.handlerFailures()).isEmpty();
    }

    @Test
    void bodyFailureDuringAnUnsentStreamedResponseGives400() {
        Handler echoes = request -> Response.stream("x/y", out -> request.body().transferTo(out));
        Conversation rejected = converse(echoes, chunked("1\r\nx\r\ny") + HIDDEN);
        assertThat(rejected.statuses()).containsExactly(400);
        assertThat(rejected.ending()).isEqualTo(Ending.LINGER);
        assertThat(rejected.handlerFailures()).isEmpty();
    }

    @Test
    void slowBodyGets408() {
        ArrayConnection connection =
                ArrayConnection.of(Limits.defaults(), GET + post("hello").replace("hello", "he"));
        Conversation slow = connection.thenTooSlow().converse(new Http1Protocol(Http.DESCRIBES, Limits.defaults()));
        assertThat(slow.statuses()).containsExactly(200, 408);
        assertThat(slow.ending()).isEqualTo(Ending.LINGER);
        assertThat(slow.handlerFailures()).isEmpty();
    }

    @Test
    void slowHeadGets408() {
        ArrayConnection connection = ArrayConnection.of(Limits.defaults(), GET + "GET / HT");
        Conversation slow = connection.thenTooSlow().converse(new Http1Protocol(Http.DESCRIBES, Limits.defaults()));
        assertThat(slow.statuses()).containsExactly(200, 408);
        assertThat(slow.ending()).isEqualTo(Ending.LINGER);
    }

    @Test
    void abandonedHeadGetsNoResponse() {
        ArrayConnection connection = ArrayConnection.of(Limits.defaults(), "GET / HT", "TP/1.1\r\nHost: a\r\n\r\n");
        Conversation abandoned = connection.givenUp().converse(new Http1Protocol(Http.DESCRIBES, Limits.defaults()));
        assertThat(abandoned.output()).isEmpty();
        assertThat(abandoned.ending()).isEqualTo(Ending.NO_MORE);
    }

    private static final Limits DISCARDS_FOUR =
            Limits.builder().discardedBody(4).build();

    /** The handler has left too much of the body, and its response is short: the client is told before it sends another request. */
    @Test
    void streamedResponseToABodyThatIsLeftSaysThatTheConnectionCloses() {
        Handler readsOne = request ->
                Response.stream("x/y", out -> out.write(request.body().read()));
        Conversation left = converse(readsOne, DISCARDS_FOUR, post("hello!") + GET);
        assertThat(left.output())
                .contains("\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n1\r\nh\r\n0\r\n\r\n");
        assertThat(left.ending()).isEqualTo(Ending.LINGER);
        Conversation read = converse(readsOne, DISCARDS_FOUR, post("hello") + GET);
        assertThat(read.output()).doesNotContain("Connection");
        assertThat(read.statuses()).containsExactly(200, 200);
    }

    /** What has been sent cannot be changed; and it has not said that the connection is kept. */
    @Test
    void longResponseToABodyThatIsLeftEndsWithItsConnection() {
        Handler readsOne = request -> Response.stream("x/y", out -> {
            out.write(new byte[100_000]);
            out.write(request.body().read());
        });
        Conversation left = converse(readsOne, DISCARDS_FOUR, post("hello!") + GET);
        assertThat(left.output()).doesNotContain("Connection").endsWith("h\r\n0\r\n\r\n");
        assertThat(left.statuses()).containsExactly(200);
        assertThat(left.ending()).isEqualTo(Ending.LINGER);
    }

    @Test
    void http10ResponseSaysThatItKeepsTheConnectionOnlyIfItDoes() {
        Handler readsOne = request ->
                Response.stream("x/y", 1, out -> out.write(request.body().read()));
        String old = Http.request("POST / HTTP/1.0", "Connection: keep-alive", "Content-Length: 6") + "hello!";
        Conversation left = converse(readsOne, DISCARDS_FOUR, old);
        assertThat(HttpReply.all(left.output()).getFirst().header("Connection")).isEqualTo("close");
        assertThat(left.ending()).isEqualTo(Ending.LINGER);
        Conversation read = converse(readsOne, old + GET);
        assertThat(HttpReply.all(read.output()).getFirst().header("Connection")).isEqualTo("keep-alive");
        assertThat(read.statuses()).containsExactly(200, 200);
    }
}
