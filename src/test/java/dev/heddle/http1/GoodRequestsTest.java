package dev.heddle.http1;

import static dev.heddle.http1.Http.GET;
import static dev.heddle.http1.Http.chunked;
import static dev.heddle.http1.Http.converse;
import static dev.heddle.http1.Http.post;
import static dev.heddle.http1.Http.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.http.Request;
import dev.heddle.http.Response;
import dev.heddle.support.Conversation;
import dev.heddle.support.Conversation.Ending;
import dev.heddle.support.HttpReply;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a handler sees of valid requests. */
class GoodRequestsTest {
    @FunctionalInterface
    interface Inspection {
        Object at(Request request) throws Exception;
    }

    record Good(String what, String input, Inspection inspection, Object seen) {
        String expectedText() {
            return String.valueOf(seen);
        }

        @Override
        public String toString() {
            return what;
        }
    }

    private static String head(String... lines) {
        return "GET / HTTP/1.1\r\nHost: a\r\n" + request(lines);
    }

    private static String target(String target) {
        return request("GET " + target + " HTTP/1.1", "Host: a:1");
    }

    private static Good host(String host) {
        return new Good("Host: " + host, request("GET / HTTP/1.1", "Host: " + host), Request::authority, host);
    }

    static Stream<Good> targets() {
        return Stream.of(
                new Good("a path", target("/a/b"), Request::target, "/a/b"),
                new Good("the path of a path", target("/a/b"), Request::path, "/a/b"),
                new Good("no query", target("/a/b"), r -> r.query().isPresent(), false),
                new Good("the authority of a path is Host", target("/a/b"), Request::authority, "a:1"),
                new Good("a path in front of a query", target("/a?b=c&d=/e?f"), Request::path, "/a"),
                new Good(
                        "a query, question marks and all",
                        target("/a?b=/?c"),
                        r -> r.query().orElseThrow(),
                        "b=/?c"),
                new Good("an empty query", target("/a?"), r -> r.query().orElseThrow(), ""),
                new Good("a path of two slashes is no authority", target("//b/c"), Request::path, "//b/c"),
                new Good("percent escapes stay as they are", target("/%41%2f%C3%a9"), Request::path, "/%41%2f%C3%a9"),
                new Good(
                        "what browsers do not escape", target("/[]{}|^`?[]{}|^`"), Request::target, "/[]{}|^`?[]{}|^`"),
                new Good("every punctuation mark", target("/-._~!$&'()*+,;=:@"), Request::path, "/-._~!$&'()*+,;=:@"),
                new Good("an absolute URI", target("http://b:2/c?d"), Request::target, "http://b:2/c?d"),
                new Good("its path", target("http://b:2/c?d"), Request::path, "/c"),
                new Good("its query", target("http://b:2/c?d"), r -> r.query().orElseThrow(), "d"),
                new Good("its authority, whatever Host says", target("http://b:2/c?d"), Request::authority, "b:2"),
                new Good("no path", target("http://b"), Request::path, "/"),
                new Good("no path but a query with a slash", target("http://b?c/d"), Request::path, "/"),
                new Good("that query", target("http://b?c/d"), r -> r.query().orElseThrow(), "c/d"),
                new Good("the authority in front of it", target("http://b?c/d"), Request::authority, "b"),
                new Good("https and capitals", target("HTTPS://B/c"), Request::authority, "B"),
                new Good("an IPv6 address", target("http://[::1]:80/"), Request::authority, "[::1]:80"),
                new Good("an asterisk", request("OPTIONS * HTTP/1.1", "Host: a"), Request::target, "*"),
                new Good("its path", request("OPTIONS * HTTP/1.1", "Host: a"), Request::path, "*"));
    }

    static Stream<Good> heads() {
        return Stream.of(
                new Good("a method", request("DELETE / HTTP/1.1", "Host: a"), Request::method, "DELETE"),
                new Good("an unknown method", request("BREW / HTTP/1.1", "Host: a"), Request::method, "BREW"),
                new Good("methods are case-sensitive", request("get / HTTP/1.1", "Host: a"), Request::method, "get"),
                new Good(
                        "a method of punctuation",
                        request("!#$%&'*+-.^_`|~ / HTTP/1.1", "Host: a"),
                        r -> r.method().length(),
                        15),
                new Good("HTTP/1.1", GET, Request::minorVersion, 1),
                new Good("HTTP/1.0 without Host", request("GET / HTTP/1.0"), Request::minorVersion, 0),
                new Good("its authority", request("GET / HTTP/1.0"), Request::authority, ""),
                new Good("a higher minor version", request("GET / HTTP/1.9", "Host: a"), Request::minorVersion, 1),
                new Good("an empty Host", request("GET / HTTP/1.1", "Host:"), Request::authority, ""),
                new Good(
                        "a Host with punctuation",
                        request("GET / HTTP/1.1", "host: a_b.c-d~e:0"),
                        Request::authority,
                        "a_b.c-d~e:0"),
                new Good("a Host without its port", request("GET / HTTP/1.1", "Host: a:"), Request::authority, "a:"),
                new Good("the highest port", request("GET / HTTP/1.1", "Host: a:65535"), Request::authority, "a:65535"),
                new Good(
                        "a Host of IPv6",
                        request("GET / HTTP/1.1", "Host: [fe80::1.2.3.4]"),
                        Request::authority,
                        "[fe80::1.2.3.4]"),
                host("[::]"),
                host("[1::]"),
                host("[::1]"),
                host("[::Ffff:0.10.200.255]:80"),
                host("[1:22:333:4444:5:6:7:8]"),
                host("[1:2:3:4:5:6:7::]"),
                host("[::2:3:4:5:6:7:8]"),
                host("[1:2:3:4:5:6:1.2.3.4]"),
                new Good(
                        "headers in original spelling and order",
                        head("B: c", "b: D"),
                        r -> Http.fields(r.headers()),
                        "[Host=a, B=c, b=D]"),
                new Good(
                        "no white space around a value",
                        head("B: \t c d \t "),
                        r -> r.headers().first("b").orElseThrow(),
                        "c d"),
                new Good(
                        "no white space at all",
                        head("B:c"),
                        r -> r.headers().first("b").orElseThrow(),
                        "c"),
                new Good(
                        "an empty value",
                        head("B:"),
                        r -> r.headers().first("b").orElseThrow(),
                        ""),
                new Good(
                        "a value of white space",
                        head("B: \t "),
                        r -> r.headers().first("b").orElseThrow(),
                        ""),
                new Good(
                        "colons in a value",
                        head("B: c:d"),
                        r -> r.headers().first("b").orElseThrow(),
                        "c:d"),
                new Good(
                        "bytes above ASCII",
                        head("B: \u00e9\u0080"),
                        r -> r.headers().first("b").orElseThrow(),
                        "\u00e9\u0080"),
                new Good(
                        "a header name of punctuation",
                        head("!#$%&'*+-.^_`|~1: c"),
                        r -> r.headers().name(1),
                        "!#$%&'*+-.^_`|~1"),
                new Good(
                        "headers of a name, in order",
                        head("B: c", "X: y", "b: d"),
                        r -> r.headers().values("B"),
                        List.of("c", "d")),
                new Good("empty lines before it", "\r\n\r\n" + GET, Request::method, "GET"),
                new Good(
                        "Expect in HTTP/1.0 is ignored",
                        request("GET / HTTP/1.0", "Expect: 100-continue"),
                        Request::method,
                        "GET"),
                new Good(
                        "more headers than the initial array holds",
                        head(IntStream.range(0, 99)
                                .mapToObj(i -> "F" + i + ": " + i)
                                .toArray(String[]::new)),
                        r -> r.headers().size() + r.headers().first("f98").orElseThrow(),
                        "10098"));
    }

    static Stream<Good> bodies() {
        return Stream.of(
                new Good("no body", GET, r -> r.contentLength() + r.readText(9), "0"),
                new Good("Content-Length 0", post(""), r -> r.contentLength() + r.readText(9), "0"),
                new Good(
                        "a body of a declared length", post("hello"), r -> r.contentLength() + r.readText(9), "5hello"),
                new Good(
                        "leading zeros",
                        request("PUT / HTTP/1.1", "Host: a", "Content-Length: 0005") + "hello",
                        r -> r.readText(9),
                        "hello"),
                new Good(
                        "a body in HTTP/1.0",
                        request("PUT / HTTP/1.0", "Content-Length: 5") + "hello",
                        r -> r.readText(9),
                        "hello"),
                new Good("a body that looks like a request", post(GET), r -> r.readText(99), GET),
                new Good(
                        "chunks",
                        chunked("5\r\nhello\r\n1\r\n!\r\n0\r\n\r\n"),
                        r -> r.contentLength() + r.readText(9),
                        "-1hello!"),
                new Good("only the last chunk", chunked("0\r\n\r\n"), r -> r.readText(9), ""),
                new Good(
                        "chunk sizes of either case and with zeros",
                        chunked("00a\r\n0123456789\r\n0A\r\n0123456789\r\n000\r\n\r\n"),
                        r -> r.readText(20),
                        "01234567890123456789"),
                new Good(
                        "sixteen digits of size",
                        chunked("0000000000000001\r\nx\r\n0\r\n\r\n"),
                        r -> r.readText(9),
                        "x"),
                new Good(
                        "chunks that inspection like chunks",
                        chunked("5\r\n0\r\n\r\n\r\n0\r\n\r\n"),
                        r -> r.readText(9),
                        "0\r\n\r\n"),
                new Good(
                        "the name of the coding ignores case",
                        request("PUT / HTTP/1.1", "Host: a", "transfer-encoding: CHUNKED") + "1\r\nx\r\n0\r\n\r\n",
                        r -> r.readText(9),
                        "x"),
                new Good(
                        "extensions",
                        chunked("1;a\r\nx\r\n1;a=b;c=\"d;\\\" e\t\u00e9\"\r\ny\r\n0;z\r\n\r\n"),
                        r -> r.readText(9),
                        "xy"),
                new Good("an empty quoted extension", chunked("1;a=\"\"\r\nx\r\n0\r\n\r\n"), r -> r.readText(9), "x"),
                new Good(
                        "trailers",
                        chunked("1\r\nx\r\n0\r\nA: b\r\nc:d \r\n\r\n"),
                        r -> r.readText(9) + Http.fields(r.trailers()),
                        "x[A=b, c=d]"),
                new Good(
                        "no trailers before the end of the body",
                        chunked("1\r\nx\r\n0\r\nA: b\r\n\r\n"),
                        r -> r.body().read() + Http.fields(r.trailers()),
                        "120[]"),
                new Good(
                        "trailers are not headers",
                        chunked("0\r\nHost: b\r\n\r\n"),
                        r -> r.readText(9) + Http.fields(r.headers()),
                        "[Host=a, Transfer-Encoding=chunked]"),
                new Good(
                        "byte by byte",
                        post("\u00ff\u0000"),
                        r -> List.of(r.body().read(), r.body().read(), r.body().read()),
                        List.of(255, 0, -1)),
                new Good(
                        "after its end it stays at its end",
                        post("x"),
                        r -> r.readText(1) + r.body().read() + r.body().readAllBytes().length,
                        "x-10"),
                new Good("as much as the handler accepts", post("hello"), r -> r.readText(5), "hello"),
                new Good("an empty body with limit 0", GET, r -> r.readBody(0).length, 0));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"targets", "heads", "bodies"})
    void handlerSeesItAndTheNextRequest(Good good) {
        Conversation both = converse(
                request -> Response.text(
                        request.target().equals("/next")
                                ? "next"
                                : String.valueOf(good.inspection().at(request))),
                good.input() + request("GET /next HTTP/1.1", "Host: n"));
        assertThat(both.handlerFailures()).isEmpty();
        boolean closes = good.input().contains("HTTP/1.0");
        assertThat(both.ending()).isEqualTo(closes ? Ending.CLOSE : Ending.NO_MORE);
        assertThat(HttpReply.all(both.output()))
                .extracting(reply -> utf8(reply.text()))
                .isEqualTo(closes ? List.of(good.expectedText()) : List.of(good.expectedText(), "next"));
    }

    @Test
    void pipelinedRequestsGetTheirResponsesInOrder() {
        String input = target("/1") + chunked("2\r\nab\r\n0\r\n\r\n") + post("cde") + target("/4");
        Conversation all = converse(r -> Response.text(r.target() + r.readText(9)), input);
        assertThat(HttpReply.all(all.output())).extracting(HttpReply::text).containsExactly("/1", "/ab", "/cde", "/4");
        assertThat(all.consumed()).isEqualTo(input.length());
    }

    @Test
    void pipelinedRequestsGetTheirResponsesInOneWrite() {
        Conversation batch = Http.inParts(Http.DESCRIBES, GET + GET + GET);
        assertThat(batch.writes()).hasSize(1);
        assertThat(batch.statuses()).containsExactly(200, 200, 200);
    }

    @Test
    void emptyConnectionGetsNoResponse() {
        Conversation empty = converse(Http.DESCRIBES, "");
        assertThat(empty.output()).isEmpty();
        assertThat(empty.ending()).isEqualTo(Ending.NO_MORE);
    }

    @Test
    void truncatedHeadIsNeverHandled() {
        for (int length = 1; length < GET.length(); length++) {
            Conversation truncated = converse(Http.DESCRIBES, GET.substring(0, length));
            assertThat(truncated.output()).as("%d bytes", length).isEmpty();
            assertThat(truncated.ending()).isEqualTo(Ending.PEER_LEFT);
        }
    }

    @Test
    void truncatedBodyIsNotAHandlerFailure() {
        for (String whole : List.of(post("hello"), chunked("5;a=\"b\"\r\nhello\r\n0\r\nA: b\r\n\r\n"))) {
            for (int length = whole.indexOf("\r\n\r\n") + 4; length < whole.length(); length++) {
                Conversation truncated = converse(Http.DESCRIBES, whole.substring(0, length));
                assertThat(truncated.output()).as("%d bytes", length).isEmpty();
                assertThat(truncated.ending()).isEqualTo(Ending.CLOSE);
                assertThat(truncated.handlerFailures()).isEmpty();
            }
        }
    }

    private static String utf8(String bytes) {
        return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
}
