package dev.heddle.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.http.Handler;
import dev.heddle.http.Headers;
import dev.heddle.http.Request;
import dev.heddle.http.Response;
import dev.heddle.http.Status;
import dev.heddle.http1.Http1Protocol;
import dev.heddle.http1.Responder;
import dev.heddle.options.Limits;
import dev.heddle.protocol.Protocol;
import dev.heddle.support.ArrayConnection;
import dev.heddle.support.Conversation;
import dev.heddle.support.Conversation.Ending;
import dev.heddle.support.EveryDelivery;
import dev.heddle.support.HttpReply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * What holds for HTTP/1.1, whatever it is sent.
 *
 * <ul>
 *   <li>Nothing comes of it but well-formed responses, to requests or to what is none; nothing is thrown.
 *   <li>However it is delivered, the same comes of it.
 *   <li>Nothing is read beyond the end of a request: the bytes up to there are that request and no more, and those behind it
 *       are answered as if they had come alone.
 *   <li>The reader never holds more than it may.
 * </ul>
 *
 * <p>The path of a request says what its handler does with the content, so that an input can be read by itself.
 */
public final class HttpTarget {
    private static final int MOST_HELD = 1024;

    /** Small enough for short inputs to reach each of them, and a head large enough for the reader's buffer to grow. */
    private static final Limits LIMITS = Limits.builder()
            .requestLine(100)
            .head(700)
            .headerCount(8)
            .body(300)
            .chunkExtensions(20)
            .discardedBody(100)
            .build();

    /** What a client may be told of a request; where two things are wrong with it, either may be found first. */
    private static final Set<Integer> REFUSALS = Set.of(400, 413, 414, 417, 431, 501, 505);

    /** So many ends of requests in one input are looked at. */
    private static final int MOST_ENDS = 3;

    private HttpTarget() {}

    /** For the fuzzer: an input that it throws for is a finding. */
    public static void fuzzerTestOneInput(byte[] input) {
        check(input);
    }

    /** Fails if something does not hold for the input; tells whether it was refused in the end. */
    static boolean check(byte[] input) {
        String what = Corpus.visible(new String(input, StandardCharsets.ISO_8859_1));
        check(input, Way.WRITES, "a handler that writes, " + what);
        return check(input, Way.RETURNS, what).isRefused();
    }

    private static Answers check(byte[] input, Way way, String what) {
        Answers whole = answers(List.of(input), way, what);
        assertSame(answers(EveryDelivery.byteByByte(input), way, what), whole, "byte by byte: " + what);
        assertSame(answers(Delivery.atRandom(input), way, what), whole, "in parts: " + what);
        List<Integer> ends = whole.conversation.ends();
        for (int i = 0; i < Math.min(MOST_ENDS, ends.size()); i++) {
            checkEnd(input, way, whole, i, what);
        }
        return whole;
    }

    /** That a request ends where it was found to end: there, no byte earlier, and no byte later. */
    private static void checkEnd(byte[] input, Way way, Answers whole, int index, String what) {
        int end = whole.conversation.ends().get(index);
        Answers upToHere = answers(List.of(Arrays.copyOf(input, end)), way, what);
        assertThat(upToHere.finals).as("up to %d, %s", end, what).isEqualTo(whole.finals.subList(0, index + 1));
        assertThat(upToHere.conversation.ending()).as("up to %d, %s", end, what).isEqualTo(Ending.NO_MORE);
        Answers oneLess = answers(List.of(Arrays.copyOf(input, end - 1)), way, what);
        assertThat(oneLess.conversation.ending())
                .as("up to %d - 1, %s", end, what)
                .isNotEqualTo(Ending.NO_MORE);
        Answers rest = answers(List.of(Arrays.copyOfRange(input, end, input.length)), way, what);
        assertSame(rest, whole.behind(index), "behind " + end + ": " + what);
    }

    private static void assertSame(Answers actual, Answers expected, String what) {
        assertThat(actual.conversation.ending()).as(what).isEqualTo(expected.conversation.ending());
        if (actual.isRefused() && expected.isRefused()) {
            assertThat(actual.butTheLast()).as(what).isEqualTo(expected.butTheLast());
        } else {
            assertThat(actual.finals).as(what).isEqualTo(expected.finals);
            assertThat(actual.conversation.ends())
                    .as("where requests end, " + what)
                    .hasSameSizeAs(expected.conversation.ends());
        }
    }

    // ---- one conversation, and what holds for it alone

    private static Answers answers(List<byte[]> parts, Way way, String what) {
        Obliging handler = new Obliging();
        Conversation conversation = new ArrayConnection(MOST_HELD, parts).converse(way.protocol(handler));
        List<HttpReply> replies = HttpReply.all(conversation.wholeOutput(), handler.methods);
        List<HttpReply> finals = new ArrayList<>();
        for (HttpReply reply : replies) {
            if (reply.status() >= 200) {
                assertThat(reply.header("Date")).as(what).isNotEmpty();
                finals.add(withoutDate(reply));
            } else {
                assertThat(reply.status()).as(what).isEqualTo(100);
                assertThat(reply.headers()).as(what).isEmpty();
            }
        }
        Answers answers = new Answers(conversation, finals);
        assertThat(conversation.largestBuffer()).as("memory, " + what).isLessThanOrEqualTo(MOST_HELD);
        assertThat(conversation.handlerFailures()).as(what).allMatch(failed -> failed instanceof Deliberate);
        int asked = handler.methods.size();
        assertThat(finals.size()).as("answers to %d requests, %s", asked, what).isBetween(asked - 1, asked + 1);
        for (HttpReply reply : answers.isRefused() ? answers.butTheLast() : finals) {
            assertThat(reply.status()).as(what).isIn(200, 204, 500);
        }
        for (HttpReply reply : answers.butTheLast()) {
            assertThat(reply.header("Connection")).as(what).isIn("", "keep-alive");
        }
        if (!finals.isEmpty() && finals.getLast().header("Connection").equals("close")) {
            assertThat(conversation.ending()).as(what).isIn(Ending.CLOSE, Ending.LINGER);
        }
        return answers;
    }

    private static HttpReply withoutDate(HttpReply reply) {
        List<String> fields = reply.headers().stream()
                .filter(field -> !field.startsWith("Date: "))
                .toList();
        return new HttpReply(reply.status(), fields, reply.text(), reply.trailers());
    }

    /** @param finals the responses that are not interim, without their dates */
    private record Answers(Conversation conversation, List<HttpReply> finals) {
        /** Whether the client broke the protocol, and was told so. */
        boolean isRefused() {
            return conversation.ending() == Ending.LINGER
                    && !finals.isEmpty()
                    && REFUSALS.contains(finals.getLast().status());
        }

        List<HttpReply> butTheLast() {
            return finals.subList(0, Math.max(0, finals.size() - 1));
        }

        Answers behind(int index) {
            List<Integer> ends = conversation.ends();
            return new Answers(
                    new Conversation(
                            "",
                            conversation.ending(),
                            0,
                            List.of(),
                            List.of(),
                            List.of(),
                            List.of(),
                            ends.subList(index + 1, ends.size()),
                            0),
                    finals.subList(index + 1, finals.size()));
        }
    }

    // ---- the handlers

    /** The two kinds of handlers. */
    private enum Way {
        RETURNS,
        WRITES;

        Protocol protocol(Obliging handler) {
            return switch (this) {
                case RETURNS -> new Http1Protocol(handler, LIMITS);
                case WRITES -> new Http1Protocol("http", handler::write, LIMITS);
            };
        }
    }

    /** How a handler fails that was told to. */
    private static final class Deliberate extends Exception {
        private static final long serialVersionUID = 1L;
    }

    /** Does what the path says, and notes which methods it was asked. */
    private static final class Obliging implements Handler {
        private final List<String> methods = new ArrayList<>();

        @Override
        public Response handle(Request request) throws Exception {
            methods.add(request.method());
            return switch (request.path()) {
                case "/none" -> Response.text("none");
                case "/some" -> Response.bytes("x/y", request.body().readNBytes(3));
                case "/flow" -> Response.stream("x/y", out -> request.body().transferTo(out));
                case "/bare" -> Response.of(Status.NO_CONTENT);
                case "/fail" -> throw new Deliberate();
                default -> Response.bytes("x/y", describe(request).getBytes(StandardCharsets.ISO_8859_1));
            };
        }

        void write(Request request, Responder responder) throws Exception {
            methods.add(request.method());
            switch (request.path()) {
                case "/none" -> answer(request, responder, "none");
                case "/some" -> answer(request, responder, latin1(request.body().readNBytes(3)));
                case "/flow" -> {
                    OutputStream out = responder.begin(Status.OK, Headers.none(), Responder.UNKNOWN_LENGTH, false);
                    if (!request.method().equals("HEAD")) {
                        request.body().transferTo(out);
                    }
                    responder.end();
                }
                case "/bare" -> responder.begin(Status.NO_CONTENT, Headers.none(), Responder.NO_BODY, false);
                case "/fail" -> throw new Deliberate();
                default -> answer(request, responder, describe(request));
            }
        }

        private static void answer(Request request, Responder responder, String content) throws IOException {
            OutputStream out = responder.begin(Status.OK, Headers.none(), content.length(), false);
            if (!request.method().equals("HEAD")) {
                out.write(content.getBytes(StandardCharsets.ISO_8859_1));
            }
        }

        /** All that can be seen of a request, which its reading has to bear. */
        private static String describe(Request request) throws IOException {
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            request.body().transferTo(content);
            StringBuilder seen = new StringBuilder();
            seen.append(request.method()).append(' ').append(request.target());
            seen.append(' ').append(request.minorVersion()).append(' ').append(request.authority());
            seen.append(' ').append(request.query().orElse("no query"));
            seen.append(' ').append(request.contentLength()).append('\n');
            append(seen, request.headers());
            seen.append(latin1(content.toByteArray())).append('\n');
            append(seen, request.trailers());
            return seen.toString();
        }

        private static String latin1(byte[] bytes) {
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }

        private static void append(StringBuilder seen, Headers fields) {
            for (int i = 0; i < fields.size(); i++) {
                seen.append(fields.name(i)).append('=').append(fields.value(i)).append('\n');
            }
        }
    }
}
