package dev.heddle.http1;

import static dev.heddle.http1.Http.GET;
import static dev.heddle.http1.Http.chunked;
import static dev.heddle.http1.Http.post;
import static dev.heddle.http1.Http.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.options.Limits;
import dev.heddle.testing.ArrayConnection;
import dev.heddle.testing.Conversation;
import dev.heddle.testing.Conversation.Ending;
import dev.heddle.testing.EveryDelivery;
import dev.heddle.testing.HttpReply;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Valid requests with something changed at random: whatever comes of it, nothing but answers may, and the same ones however it
 * is delivered. A failure names its seed and its input.
 */
class MutatedRequestsTest {
    private static final int ROUNDS = 400;

    /** What a client may be told of a request; where two things are wrong with it, either may be found first. */
    private static final Set<Integer> REFUSALS = Set.of(400, 413, 414, 417, 431, 501, 505);

    private static final List<String> VALID = List.of(
            GET,
            request("OPTIONS * HTTP/1.1", "Host: a:80", "Accept: */*"),
            request("GET http://a.b:80/c?d=%41 HTTP/1.1", "Host: x", "Connection: keep-alive, x"),
            post("hello, world"),
            request("PUT /x HTTP/1.1", "Host: [::1]:1", "Content-Length: 3", "Expect: 100-continue") + "abc",
            chunked("5;a=\"b\\\"c\";d\r\nhello\r\n10\r\n0123456789abcdef\r\n0\r\nT: u\r\n\r\n"),
            request("GET / HTTP/1.0", "Connection: keep-alive"));

    private static final List<String> PIECES = List.of(
            "\r\n",
            "\n",
            "\r",
            " ",
            "\t",
            ":",
            ";",
            ",",
            "=",
            "\"",
            "\\",
            "%",
            "*",
            "/",
            "?",
            "0",
            "1",
            "f",
            "\u0000",
            "\u007f",
            "\u0080",
            "\u00ff",
            "\r\n\r\n",
            "0\r\n\r\n",
            "Content-Length: 5\r\n",
            "Transfer-Encoding: chunked\r\n",
            "Host: b\r\n",
            "Connection: close\r\n",
            "HTTP/1.1",
            "HTTP/2.0",
            "ffffffffffffffff",
            "99999999999999999999");

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 20_260_101, 987_654_321})
    void areAnsweredOrRefusedTheSameHoweverTheyCome(long seed) {
        Random random = new Random(seed);
        Limits limits = Limits.builder()
                .requestLine(100)
                .head(300)
                .fields(6)
                .body(40)
                .chunkExtensions(20)
                .build();
        Http1Protocol protocol = new Http1Protocol(Http.DESCRIBES, limits);
        int refused = 0;
        for (int round = 0; round < ROUNDS; round++) {
            String input = mutated(random);
            byte[] octets = ArrayConnection.octets(input);
            Conversation whole = new ArrayConnection(limits, List.of(octets)).converse(protocol);
            Conversation single = new ArrayConnection(limits, EveryDelivery.octetByOctet(octets)).converse(protocol);
            Conversation parts = new ArrayConnection(limits, divided(octets, random)).converse(protocol);
            String what = "seed " + seed + ", round " + round + ", input: " + visible(input);
            assertSame(single, whole, what);
            assertSame(parts, whole, what);
            assertThat(whole.handlerFailures()).as(what).isEmpty();
            refused += whole.ending() == Ending.LINGER ? 1 : 0;
        }
        // So that neither all pass nor all fail for a reason that has nothing to do with the changes.
        assertThat(refused).isBetween(ROUNDS / 10, ROUNDS * 9 / 10);
    }

    private static void assertSame(Conversation other, Conversation whole, String what) {
        assertThat(other.ending()).as(what).isEqualTo(whole.ending());
        List<HttpReply> replies = HttpReply.all(whole.finalOutput());
        List<HttpReply> others = HttpReply.all(other.finalOutput());
        if (whole.ending() == Ending.LINGER) {
            assertThat(replies.removeLast().status()).as(what).isIn(REFUSALS);
            assertThat(others.removeLast().status()).as(what).isIn(REFUSALS);
        } else {
            assertThat(other.consumed()).as(what).isEqualTo(whole.consumed());
        }
        assertThat(others).as(what).isEqualTo(replies);
        assertThat(replies).as(what).allMatch(reply -> reply.status() == 200);
    }

    private static String visible(String input) {
        return input.chars()
                .mapToObj(c -> c < ' ' || c > '~' ? "<" + c + ">" : Character.toString(c))
                .collect(Collectors.joining());
    }

    private static String mutated(Random random) {
        StringBuilder input = new StringBuilder();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            input.append(VALID.get(random.nextInt(VALID.size())));
        }
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            int at = random.nextInt(input.length());
            switch (random.nextInt(6)) {
                case 0 -> input.setCharAt(at, (char) random.nextInt(256));
                case 1 -> input.deleteCharAt(at);
                case 2 -> input.insert(at, input.charAt(at));
                case 3 -> input.delete(at, Math.min(input.length(), at + 1 + random.nextInt(10)));
                case 4 -> input.setLength(Math.max(1, at));
                default -> input.insert(at, PIECES.get(random.nextInt(PIECES.size())));
            }
            if (input.isEmpty()) {
                input.append(GET);
            }
        }
        return input.toString();
    }

    private static List<byte[]> divided(byte[] octets, Random random) {
        List<byte[]> parts = new ArrayList<>();
        for (int at = 0; at < octets.length; ) {
            int to = Math.min(octets.length, at + 1 + random.nextInt(40));
            parts.add(Arrays.copyOfRange(octets, at, to));
            at = to;
        }
        return parts;
    }
}
