package dev.heddle.http1;

import static dev.heddle.http1.Http.GET;
import static dev.heddle.http1.Http.converse;
import static dev.heddle.http1.Http.post;
import static dev.heddle.http1.Http.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heddle.bytes.ByteReader;
import dev.heddle.bytes.ByteWriter;
import dev.heddle.http.BodyOutput;
import dev.heddle.http.BodyWriter;
import dev.heddle.http.Handler;
import dev.heddle.http.Request;
import dev.heddle.http.Response;
import dev.heddle.http.Status;
import dev.heddle.options.Limits;
import dev.heddle.protocol.Exchange;
import dev.heddle.protocol.Lane;
import dev.heddle.protocol.Session;
import dev.heddle.protocol.Transport;
import dev.heddle.support.ArrayConnection;
import dev.heddle.support.Conversation;
import dev.heddle.support.Conversation.Ending;
import dev.heddle.support.HttpReply;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Responses on the wire, compared byte by byte; except for the Date header, which has a test of its own. */
class ResponsesTest {
    private static final String HEAD = request("HEAD / HTTP/1.1", "Host: a");
    private static final String OLD = request("GET / HTTP/1.0");
    private static final String OLD_KEEP = request("GET / HTTP/1.0", "Connection: Keep-Alive");
    private static final Handler TEXT = request -> Response.text("hello").header("A", "b");

    private static Handler streams(BodyWriter writer) {
        return request -> Response.stream("x/y", writer);
    }

    private static String lines(String... lines) {
        return String.join("\r\n", lines);
    }

    @Test
    void bytesAreSentWithTheirLength() {
        String whole = lines(
                "HTTP/1.1 200 OK", "Content-Type: text/plain; charset=utf-8", "A: b", "Content-Length: 5", "", "hello");
        assertThat(converse(TEXT, GET + GET).output()).isEqualTo(whole + whole);
    }

    @Test
    void headRequestGetsTheSameHeadWithoutBody() {
        String head = lines(
                "HTTP/1.1 200 OK", "Content-Type: text/plain; charset=utf-8", "A: b", "Content-Length: 5", "", "");
        assertThat(converse(TEXT, HEAD + HEAD).output()).isEqualTo(head + head);
    }

    @Test
    void headRequestDoesNotRunTheBodyWriter() {
        Handler unusedWriter = streams(out -> {
            throw new AssertionError("body writer called");
        });
        Conversation conversation = converse(unusedWriter, HEAD + HEAD);
        String head = lines("HTTP/1.1 200 OK", "Content-Type: x/y", "Transfer-Encoding: chunked", "", "");
        assertThat(conversation.output()).isEqualTo(head + head);
        Conversation old = converse(
                unusedWriter, request("HEAD / HTTP/1.0", "Connection: keep-alive") + OLD_KEEP.replace("GET", "HEAD"));
        assertThat(old.statuses()).containsExactly(200, 200);
        assertThat(old.ending()).isEqualTo(Ending.NO_MORE);
    }

    @Test
    void status204And304HaveNeitherBodyNorFraming() {
        for (Status status : List.of(Status.NO_CONTENT, Status.NOT_MODIFIED)) {
            String head = lines("HTTP/1.1 " + status.code() + " " + status.reason(), "Content-Type: x/y", "", "");
            Handler complete = request -> Response.bytes("x/y", new byte[5]).status(status);
            assertThat(converse(complete, GET + GET).output()).isEqualTo(head + head);
            Handler streamed =
                    request -> Response.stream("x/y", out -> out.write('x')).status(status);
            Conversation conversation = converse(streamed, GET + GET);
            assertThat(conversation.output()).isEqualTo(head + head);
            assertThat(conversation.ending()).isEqualTo(Ending.NO_MORE);
        }
    }

    @Test
    void emptyResponseDeclaresLengthZero() {
        assertThat(converse(request -> Response.of(Status.of(299)), GET).output())
                .isEqualTo(lines("HTTP/1.1 299 ", "Content-Length: 0", "", ""));
    }

    @Test
    void bodyOfUnknownLengthIsChunkedAndCollectsSmallWrites() {
        Handler small = streams(out -> {
            out.write('a');
            out.write(new byte[0]);
            out.write(new byte[] {'x', 'b', 'c', 'x'}, 1, 2);
        });
        String whole = lines(
                "HTTP/1.1 200 OK", "Content-Type: x/y", "Transfer-Encoding: chunked", "", "3", "abc", "0", "", "");
        assertThat(converse(small, GET + GET).output()).isEqualTo(whole + whole);
    }

    @Test
    void flushSendsImmediatelyAndNeverAnEmptyChunk() {
        Handler flushes = streams(out -> {
            out.flush();
            out.write('a');
            out.flush();
            out.flush();
            out.write('b');
        });
        List<String> writes = Http.inParts(flushes, GET).writes();
        assertThat(writes).hasSize(3);
        assertThat(writes.get(1)).isEqualTo("1\r\na\r\n");
        assertThat(writes.get(2)).isEqualTo("1\r\nb\r\n0\r\n\r\n");
    }

    @Test
    void emptyStreamedBodyIsTheLastChunkAlone() {
        assertThat(converse(streams(out -> {}), GET).output()).endsWith("chunked\r\n\r\n0\r\n\r\n");
    }

    @Test
    void longBodyArrivesComplete() {
        byte[] bytes = new byte[70_000];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) ('a' + i % 26);
        }
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int[] pieces = {1, 4095, 1, 4096, 1, 4097, 20_000, 70_000};
        for (int piece : pieces) {
            Handler inPieces = streams(out -> {
                for (int at = 0; at < bytes.length; at += piece) {
                    out.write(bytes, at, Math.min(piece, bytes.length - at));
                }
            });
            HttpReply reply =
                    HttpReply.all(Http.inParts(inPieces, GET).output()).getFirst();
            assertThat(reply.text()).as("in pieces of %d", piece).isEqualTo(text);
        }
        Handler complete = request -> Response.bytes("x/y", bytes);
        assertThat(HttpReply.all(Http.inParts(complete, GET + GET).output()))
                .extracting(HttpReply::text)
                .containsExactly(text, text);
    }

    @Test
    void knownLengthIsDeclared() {
        Handler known = request -> Response.stream("x/y", 3, out -> out.write(new byte[] {'a', 'b', 'c'}));
        String whole = lines("HTTP/1.1 200 OK", "Content-Type: x/y", "Content-Length: 3", "", "abc");
        assertThat(converse(known, GET + GET).output()).isEqualTo(whole + whole);
    }

    @Test
    void trailersFollowTheLastChunk() {
        Handler trailing = streams(out -> {
            out.trailer("A", "b");
            out.write('x');
            out.trailer("C", "\u00e9");
        });
        assertThat(converse(trailing, GET).output()).endsWith("1\r\nx\r\n0\r\nA: b\r\nC: \u00e9\r\n\r\n");
    }

    @Test
    void trailersAreIgnoredUnlessTheBodyIsChunked() {
        BodyWriter trailing = out -> {
            out.trailer("A", "b");
            out.write('x');
        };
        assertThat(converse(request -> Response.stream("x/y", 1, trailing), GET).output())
                .endsWith("\r\n\r\nx");
        assertThat(converse(streams(trailing), OLD).output()).endsWith("\r\n\r\nx");
    }

    @Test
    void http10BodyOfUnknownLengthEndsWithTheConnection() {
        Conversation conversation = converse(streams(out -> out.write('x')), OLD_KEEP + OLD);
        assertThat(conversation.output())
                .isEqualTo(lines("HTTP/1.1 200 OK", "Content-Type: x/y", "Connection: close", "", "x"));
        assertThat(conversation.ending()).isEqualTo(Ending.LINGER);
    }

    @Test
    void http10ConnectionIsKeptOnRequest() {
        Conversation kept = converse(TEXT, OLD_KEEP + OLD + GET);
        assertThat(HttpReply.all(kept.output()))
                .extracting(reply -> reply.header("Connection"))
                .containsExactly("keep-alive", "close");
        assertThat(kept.ending()).isEqualTo(Ending.CLOSE);
    }

    @Test
    void connectionCloseEndsAfterItsResponse() {
        for (String options : List.of("close", "Close", "keep-alive, close", "x,close ,y", ",\tclose")) {
            Conversation closed = converse(TEXT, request("GET / HTTP/1.1", "Host: a", "Connection: " + options) + GET);
            assertThat(HttpReply.all(closed.output()))
                    .as(options)
                    .extracting(reply -> reply.header("Connection"))
                    .containsExactly("close");
            assertThat(closed.ending()).isEqualTo(Ending.CLOSE);
        }
        Conversation on = converse(TEXT, request("GET / HTTP/1.1", "Host: a", "Connection: closed, x-close") + GET);
        assertThat(on.statuses()).containsExactly(200, 200);
    }

    @Test
    void handlerCanCloseTheConnection() {
        Conversation closed = converse(request -> Response.text("bye").closeConnection(), GET + GET);
        assertThat(closed.output()).endsWith("Connection: close\r\n\r\nbye");
        assertThat(closed.ending()).isEqualTo(Ending.LINGER);
    }

    @Test
    void closingServerDeclaresConnectionClose() {
        ArrayConnection connection = ArrayConnection.of(Limits.defaults(), GET).closing();
        Conversation closed = connection.converse(new Http1Protocol(TEXT, Limits.defaults()));
        assertThat(HttpReply.all(closed.output()).getFirst().header("Connection"))
                .isEqualTo("close");
        assertThat(closed.ending()).isEqualTo(Ending.LINGER);
    }

    @Test
    void writeAfterTheEndIsRejected() throws IOException {
        List<BodyOutput> kept = new ArrayList<>();
        Http.inParts(streams(kept::add), GET);
        BodyOutput closedOutput = kept.getFirst();
        assertThatThrownBy(() -> closedOutput.write('x'))
                .isInstanceOf(IOException.class)
                .hasMessage("the response has ended");
        closedOutput.flush();
        closedOutput.close();
    }

    @Test
    void dateIsImfFixdate() {
        Instant before = Instant.now().minusSeconds(1);
        String written =
                String.join("", Http.inParts(TEXT, GET + GET + "broken\r\n").writes());
        List<String> dates =
                written.lines().filter(line -> line.startsWith("Date: ")).toList();
        assertThat(dates).as("one in each response").hasSize(3);
        String date = dates.getFirst().substring(6);
        assertThat(date).matches("(Mon|Tue|Wed|Thu|Fri|Sat|Sun), [0-9]{2} [A-Z][a-z]{2} [0-9]{4} [0-9:]{8} GMT");
        assertThat(ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                        .toInstant())
                .isBetween(before, Instant.now());
    }

    @Test
    void overloadReplyIsA503Response() {
        Http1Protocol protocol = new Http1Protocol(TEXT, Limits.defaults());
        HttpReply reply = HttpReply.all(new String(protocol.overloadReply(), StandardCharsets.ISO_8859_1))
                .getFirst();
        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.header("Connection")).isEqualTo("close");
        assertThat(reply.header("Retry-After")).isEqualTo("1");
        assertThat(protocol.scheme()).isEqualTo("http");
    }

    @Test
    void unsafeMethodsAndBodiesMustRunAlone() throws IOException {
        assertThat(exchange(TEXT, GET).mustRunAlone()).isFalse();
        assertThat(exchange(TEXT, HEAD).mustRunAlone()).isFalse();
        assertThat(exchange(TEXT, request("OPTIONS * HTTP/1.1", "Host: a")).mustRunAlone())
                .isFalse();
        assertThat(exchange(TEXT, request("DELETE / HTTP/1.1", "Host: a")).mustRunAlone())
                .isTrue();
        assertThat(exchange(TEXT, request("BREW / HTTP/1.1", "Host: a")).mustRunAlone())
                .isTrue();
        assertThat(exchange(TEXT, post("")).mustRunAlone()).isTrue();
        assertThat(exchange(TEXT, post("x").replace("POST", "GET")).mustRunAlone())
                .isTrue();
        assertThat(exchange(TEXT, GET).isLastMessage()).isFalse();
        assertThat(exchange(TEXT, OLD).isLastMessage()).isTrue();
    }

    @Test
    void failingLaneMethodGivesTheNormalLane() throws IOException {
        Handler undecided = new Handler() {
            @Override
            public Response handle(Request request) {
                return Response.text("x");
            }

            @Override
            public Lane lane(Request request) {
                if (request.target().equals("/")) {
                    throw new IllegalStateException();
                }
                return Lane.LONG_RUNNING;
            }
        };
        assertThat(exchange(undecided, GET).lane()).isEqualTo(Lane.NORMAL);
        assertThat(exchange(undecided, GET.replace("/ ", "/x ")).lane()).isEqualTo(Lane.LONG_RUNNING);
        assertThat(exchange(TEXT, GET).lane()).isEqualTo(Lane.NORMAL);
    }

    private static Exchange exchange(Handler handler, String input) throws IOException {
        ArrayConnection connection = ArrayConnection.of(Limits.defaults(), input);
        ByteReader in = new ByteReader(connection, 32_768);
        Transport transport = new Transport(
                in,
                new ByteWriter(connection, 16_384),
                connection,
                InetSocketAddress.createUnresolved("peer", 1),
                connection);
        Session session = new Http1Protocol(handler, Limits.defaults()).open(transport);
        assertThat(in.fill()).isTrue();
        return Objects.requireNonNull(session.next());
    }
}
