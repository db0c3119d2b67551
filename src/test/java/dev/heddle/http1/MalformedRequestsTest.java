package dev.heddle.http1;

import static dev.heddle.http1.Http.GET;
import static dev.heddle.http1.Http.chunked;
import static dev.heddle.http1.Http.converse;
import static dev.heddle.http1.Http.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.support.Conversation;
import dev.heddle.support.Conversation.Ending;
import dev.heddle.support.HttpReply;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Malformed requests, each between two valid ones: the first one gets its response; the last one, which could be a
 * smuggled request, is never handled.
 */
class MalformedRequestsTest {
    record Bad(int status, String what, String input) {
        @Override
        public String toString() {
            return status + " " + what;
        }
    }

    private static Bad line(int status, String what, String line) {
        return new Bad(status, what, request(line, "Host: a"));
    }

    private static Bad target(String what, String target) {
        return line(400, what, "GET " + target + " HTTP/1.1");
    }

    private static Bad header(int status, String what, String header) {
        return new Bad(status, what, request("POST / HTTP/1.1", "Host: a", header));
    }

    private static Bad host(String what, String host) {
        return new Bad(400, "Host: " + what, request("GET / HTTP/1.1", "Host: " + host));
    }

    private static Bad chunks(int status, String what, String body) {
        return new Bad(status, what, chunked(body));
    }

    static Stream<Bad> requestLines() {
        return Stream.of(
                line(400, "no method", " / HTTP/1.1"),
                line(400, "no target", "GET HTTP/1.1"),
                line(400, "an empty target", "GET  HTTP/1.1"),
                line(400, "HTTP/0.9", "GET /"),
                line(400, "a method alone", "GET"),
                line(400, "two spaces after the method", "GET  / HTTP/1.1"),
                line(400, "two spaces after the target", "GET /  HTTP/1.1"),
                line(400, "a tab for a space", "GET\t/ HTTP/1.1"),
                line(400, "a space at the end", "GET / HTTP/1.1 "),
                line(400, "a space at the beginning", " GET / HTTP/1.1"),
                line(400, "a method that is no token", "G(T / HTTP/1.1"),
                line(400, "a method above ASCII", "G\u00c9T / HTTP/1.1"),
                line(400, "a version in small letters", "GET / http/1.1"),
                line(400, "a version of three digits", "GET / HTTP/1.10"),
                line(400, "a version without minor", "GET / HTTP/1"),
                line(400, "a version of letters", "GET / HTTP/x.y"),
                line(400, "another protocol", "GET / HTTQ/1.1"),
                line(400, "a header for a request line", "Host: a"),
                line(505, "HTTP/2.0", "GET / HTTP/2.0"),
                line(505, "HTTP/0.9 by name", "GET / HTTP/0.9"),
                new Bad(505, "the preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
                new Bad(400, "a TLS client", "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003"),
                line(501, "CONNECT", "CONNECT a:80 HTTP/1.1"),
                target("a path without its slash", "index.html"),
                target("an asterisk that is not for OPTIONS", "*"),
                target("an asterisk and more", "*x"),
                line(400, "OPTIONS of an asterisk and more", "OPTIONS ** HTTP/1.1"),
                target("a fragment", "/a#b"),
                target("a backslash in a path", "/a\\b"),
                target("a quotation mark", "/a\"b"),
                target("angle brackets", "/<a>"),
                target("bytes above ASCII", "/\u00e9"),
                target("a control character", "/\u0001"),
                target("DEL", "/\u007f"),
                target("a space inside", "/a b"),
                target("a percent sign alone", "/%"),
                target("half a percent escape", "/%4"),
                target("a percent escape that is none", "/%4g"),
                target("half a percent escape in a query", "/?%4"),
                target("another scheme", "ftp://a/"),
                target("a scheme without an authority", "http:/a"),
                target("an absolute URI without a host", "http:///a"),
                target("one with a port but no host", "http://:80/"),
                target("one with user information", "http://u:p@a/"),
                target("one with a port that is none", "http://a:b/"),
                target("one with too high a port", "http://a:65536/"),
                target("one with an open bracket", "http://[::1/"),
                target("one with an IPv6 address that is none", "http://[1::2::3]/"),
                new Bad(400, "nine empty lines", "\r\n".repeat(9) + GET));
    }

    static Stream<Bad> headers() {
        return Stream.of(
                new Bad(400, "HTTP/1.1 without Host", request("GET / HTTP/1.1")),
                new Bad(400, "two Hosts", request("GET / HTTP/1.1", "Host: a", "host: a")),
                new Bad(400, "two Hosts in HTTP/1.0", request("GET / HTTP/1.0", "Host: a", "Host: b")),
                host("a list", "a, b"),
                host("a path", "a/b"),
                host("user information", "u@a"),
                host("a space", "a b"),
                host("a port of letters", "a:b"),
                host("a sign before the port", "a:+80"),
                host("too high a port", "a:65536"),
                host("a port that would wrap around", "a:4294967376"),
                host("two ports", "a:1:2"),
                host("a percent escape", "a%41"),
                host("bytes above ASCII", "\u00e9"),
                host("an open bracket", "[::1"),
                host("empty brackets", "[]"),
                host("something after the bracket", "[::1]a"),
                host("a name in brackets", "[host]"),
                host("a name of hexadecimal digits in brackets", "[beef]"),
                host("an IPv4 address in brackets", "[1.2.3.4]"),
                host("an IPv6 address of a colon", "[:]"),
                host("an IPv6 address of three colons", "[:::]"),
                host("an IPv6 address that begins with a colon", "[:1::]"),
                host("an IPv6 address that ends with a colon", "[1::2:]"),
                host("an IPv6 address of seven groups", "[1:2:3:4:5:6:7]"),
                host("an IPv6 address of nine groups", "[1:2:3:4:5:6:7:8:9]"),
                host("an IPv6 address with a gap for nothing", "[1:2:3:4::5:6:7:8]"),
                host("an IPv6 address with two gaps", "[1::2::3]"),
                host("an IPv6 address with a group of five digits", "[::12345]"),
                host("an IPv6 address that ends with three numbers", "[::1.2.3]"),
                host("an IPv6 address that ends with five numbers", "[::1.2.3.4.5]"),
                host("an IPv6 address that ends with an empty number", "[::1.2..4]"),
                host("an IPv6 address that ends with a number above 255", "[::1.2.3.256]"),
                host("an IPv6 address that ends with a leading zero", "[::1.2.3.04]"),
                host("an IPv6 address that ends with a hexadecimal number", "[::1.2.3.a]"),
                host("an IPv4 address in the middle of an IPv6 one", "[::1.2.3.4:5]"),
                host("an IPv6 address too long by an IPv4 one", "[1:2:3:4:5:6:7:1.2.3.4]"),
                header(400, "a space before the colon", "A : b"),
                header(400, "a tab before the colon", "A\t: b"),
                header(400, "no colon", "A"),
                header(400, "no name", ": b"),
                header(400, "a space in the name", "A b: c"),
                header(400, "a name above ASCII", "\u00c9: b"),
                header(400, "a name with a bracket", "A(: b"),
                header(400, "a folded line", "A: b\r\n c"),
                header(400, "a line folded with a tab", "A: b\r\n\tc"),
                new Bad(400, "a folded first line", request("GET / HTTP/1.1", " Host: a", "Host: a")),
                header(400, "NUL in a value", "A: b\u0000c"),
                header(400, "a control character in a value", "A: \u001b"),
                header(400, "DEL in a value", "A: \u007f"),
                header(400, "a bare CR in a value", "A: b\rc"),
                header(400, "a bare CR at the end of a value", "A: b\r"),
                header(400, "a bare CR in a name", "A\rB: c"),
                header(400, "a bare LF in a value", "A: b\nB: c"),
                new Bad(400, "LF at the end of the request line", "GET / HTTP/1.1\nHost: a\r\n\r\n"),
                new Bad(400, "LF at the end of a header", "GET / HTTP/1.1\r\nHost: a\n\r\n"),
                new Bad(400, "LF at the end of the head", "GET / HTTP/1.1\r\nHost: a\r\n\n"),
                new Bad(400, "LF alone everywhere", "GET / HTTP/1.1\nHost: a\n\n"),
                new Bad(400, "an empty line of LF alone", "\n" + GET),
                new Bad(400, "a bare CR before the request line", "\r" + GET),
                header(417, "another expectation", "Expect: 200-ok"),
                header(417, "two expectations", "Expect: 100-continue, x"));
    }

    static Stream<Bad> framing() {
        return Stream.of(
                length("an empty one", ""),
                length("a sign", "+5"),
                length("a minus sign", "-0"),
                length("a fraction", "5.0"),
                length("hexadecimal", "0x5"),
                length("a space inside", "1 0"),
                length("a list of equal ones", "5, 5"),
                length("a list of different ones", "5, 6"),
                length("an underscore", "1_0"),
                length("digits of another script", "\u00b2"),
                header(400, "two equal Content-Lengths", "Content-Length: 5\r\nContent-Length: 5"),
                header(400, "two different Content-Lengths", "Content-Length: 5\r\ncontent-length: 6"),
                header(413, "a Content-Length of 2^63", "Content-Length: 9223372036854775808"),
                header(413, "a Content-Length of 2^64 + 5", "Content-Length: 18446744073709551621"),
                header(413, "a Content-Length of a hundred digits", "Content-Length: " + "9".repeat(100)),
                header(400, "Content-Length and Transfer-Encoding", "Content-Length: 5\r\nTransfer-Encoding: chunked"),
                header(400, "Transfer-Encoding and Content-Length", "Transfer-Encoding: chunked\r\nContent-Length: 5"),
                header(400, "an unknown coding and Content-Length", "Transfer-Encoding: x\r\nContent-Length: 5"),
                coding(501, "gzip", "gzip"),
                coding(501, "identity", "identity"),
                coding(501, "a word that begins with chunked", "chunkedx"),
                coding(400, "none", ""),
                coding(501, "gzip before chunked", "gzip, chunked"),
                coding(501, "two before chunked", "deflate ,gzip,\tchunked"),
                coding(400, "chunked before others and chunked", "chunked, gzip, chunked"),
                coding(400, "a comma before chunked", ", chunked"),
                coding(400, "no token before chunked", "g(zip, chunked"),
                coding(400, "chunked before another", "chunked, identity"),
                coding(400, "chunked twice", "chunked, chunked"),
                coding(400, "a comma after it", "chunked,"),
                coding(400, "a parameter", "chunked;a=b"),
                coding(400, "quoted", "\"chunked\""),
                coding(400, "a vertical tab before it", "\u000bchunked"),
                header(400, "two Transfer-Encodings", "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked"),
                header(400, "two, one unknown", "Transfer-Encoding: x\r\nTransfer-Encoding: chunked"),
                header(400, "a space before its colon", "Transfer-Encoding : chunked"),
                new Bad(
                        400,
                        "chunked in HTTP/1.0",
                        request("POST / HTTP/1.0", "Transfer-Encoding: chunked") + "0\r\n\r\n"));
    }

    private static Bad length(String what, String value) {
        return header(400, "Content-Length: " + what, "Content-Length: " + value);
    }

    private static Bad coding(int status, String what, String value) {
        return header(status, "Transfer-Encoding: " + what, "Transfer-Encoding: " + value);
    }

    static Stream<Bad> chunkedBodies() {
        return Stream.of(
                chunks(400, "no size", "\r\nx\r\n"),
                chunks(400, "an extension without a size", ";a\r\nx\r\n"),
                chunks(400, "a sign", "+1\r\nx\r\n"),
                chunks(400, "a minus sign", "-1\r\nx\r\n"),
                chunks(400, "0x", "0x1\r\nx\r\n"),
                chunks(400, "a letter that is no digit", "g\r\nx\r\n"),
                chunks(400, "an underscore", "1_0\r\n0123456789abcdef\r\n"),
                chunks(400, "a space before the size", " 1\r\nx\r\n"),
                chunks(400, "a space after the size", "1 \r\nx\r\n"),
                chunks(400, "a size of 2^63", "8000000000000000\r\nx\r\n"),
                chunks(400, "a size of 2^64 + 1", "10000000000000001\r\nx\r\n"),
                chunks(400, "seventeen digits of size", "00000000000000001\r\nx\r\n"),
                chunks(413, "a size of 2^63 - 1", "7fffffffffffffff\r\nx\r\n"),
                chunks(413, "sizes that add up beyond 2^63", "1\r\nx\r\n7fffffffffffffff\r\nx\r\n"),
                chunks(400, "LF after the size", "1\nx\r\n"),
                chunks(400, "a bare CR after the size", "1\rx\r\n"),
                chunks(400, "LF after the data", "1\r\nx\n0\r\n\r\n"),
                chunks(400, "nothing after the data", "1\r\nx0\r\n\r\n"),
                chunks(400, "more data than declared", "1\r\nxy\r\n0\r\n\r\n"),
                chunks(400, "a bare CR after the data", "1\r\nx\r0\r\n\r\n"),
                chunks(400, "a last chunk that ends with LF", "0\n\r\n"),
                chunks(400, "an extension without a name", "1;\r\nx\r\n"),
                chunks(400, "an extension of a value alone", "1;=a\r\nx\r\n"),
                chunks(400, "an extension without its value", "1;a=\r\nx\r\n"),
                chunks(400, "a space before an extension", "1 ;a\r\nx\r\n"),
                chunks(400, "a space in an extension", "1; a\r\nx\r\n"),
                chunks(400, "LF in an extension", "1;a\nx\r\n"),
                chunks(400, "LF in a quoted extension", "1;a=\"b\nc\"\r\nx\r\n"),
                chunks(400, "CR LF in a quoted extension", "1;a=\"b\r\nc\"\r\nx\r\n"),
                chunks(400, "an escaped LF in an extension", "1;a=\"\\\n\"\r\nx\r\n"),
                chunks(400, "something after a quoted extension", "1;a=\"b\"c\r\nx\r\n"),
                chunks(400, "a trailer without a colon", "0\r\nA\r\n\r\n"),
                chunks(400, "a trailer without a name", "0\r\n: a\r\n\r\n"),
                chunks(400, "a space before a trailer's colon", "0\r\nA : b\r\n\r\n"),
                chunks(400, "a folded trailer", "0\r\nA: b\r\n c\r\n\r\n"),
                chunks(400, "a control character in a trailer", "0\r\nA: \u0001\r\n\r\n"),
                chunks(400, "a bare CR in a trailer", "0\r\nA: b\rc\r\n\r\n"),
                chunks(400, "a trailer that ends with LF", "0\r\nA: b\n\r\n"),
                chunks(400, "trailers that end with LF", "0\r\nA: b\r\n\n"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"requestLines", "headers", "framing", "chunkedBodies"})
    void isRejectedAndNothingAfterItIsHandled(Bad bad) {
        Conversation rejected = converse(Http.DESCRIBES, GET + bad.input() + GET);
        List<HttpReply> replies = HttpReply.all(rejected.output());
        assertThat(replies).extracting(HttpReply::status).containsExactly(200, bad.status());
        assertThat(replies.getLast().header("Connection")).isEqualTo("close");
        assertThat(rejected.ending()).isEqualTo(Ending.LINGER);
        assertThat(rejected.handlerFailures()).as("the client's fault").isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("chunkedBodies")
    void unreadMalformedBodyClosesTheConnectionAfterTheResponse(Bad bad) {
        Conversation rejected = converse(Http.IGNORES, GET + bad.input() + GET);
        assertThat(rejected.statuses()).containsExactly(200, 200);
        assertThat(rejected.ending()).isEqualTo(Ending.LINGER);
        assertThat(rejected.handlerFailures()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0016\u0003",
                "(",
                "GET /\u0000",
                "GET /\rx",
                "GET /\r\r",
                "GET / HTTP/1.1\r\nHost: a\rb",
                "GET / HTTP/1.1\r\nHost: a\r\n\rx"
            })
    void illegalBytesAreRejectedBeforeTheLineEnds(String prefix) {
        Conversation rejected = converse(Http.DESCRIBES, prefix);
        assertThat(rejected.statuses()).containsExactly(400);
        assertThat(rejected.ending()).isEqualTo(Ending.LINGER);
    }
}
