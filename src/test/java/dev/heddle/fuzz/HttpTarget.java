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
 * Invariants of HTTP/1.1 for every input.
 *
 * <ul>
 *   <li>The output consists of well-formed responses only; nothing is thrown.
 *   <li>The result does not depend on how the input is split into reads.
 *   <li>Nothing is read beyond the end of a request: the bytes up to there are that request and no more, and the bytes
 *       after it are handled as if they had arrived alone.
 *   <li>The reader's buffer never exceeds its bound.
 * </ul>
 *
 * <p>The path of a request determines what its handler does with the body, so that an input is self-contained.
 */
public final class HttpTarget {
    private static final int MAX_BUFFER = 1024;

    /** Small enough for short inputs to exceed each, with a head large enough for the reader's buffer to grow. */
    private static final Limits LIMITS = Limits.builder()
            .requestLine(100)
            .head(700)
            .headerCount(8)
            .body(300)
            .chunkExtensions(20)
            .discardedBody(100)
            .build();

    /** The possible statuses of a rejected request; if it has two faults, either may be detected first. */
    private static final Set<Integer> REJECTIONS = Set.of(400, 413, 414, 417, 431, 501, 505);

    /** Number of request ends that are checked for each input. */
    private static final int MAX_ENDS = 3;

    private HttpTarget() {}

    /** Entry point of the fuzzer: an input for which it throws is a finding. */
    public static void fuzzerTestOneInput(byte[] input) {
        check(input);
    }

    /** Checks all invariants for the input; returns whether it was finally rejected. */
    static boolean check(byte[] input) {
        String what = Corpus.visible(new String(input, StandardCharsets.ISO_8859_1));
        check(input, HandlerKind.WRITES, "a handler that writes, " + what);
        return check(input, HandlerKind.RETURNS, what).isRejected();
    }

    private static Result check(byte[] input, HandlerKind kind, String what) {
        Result whole = result(List.of(input), kind, what);
        assertSame(result(EveryDelivery.byteByByte(input), kind, what), whole, "byte by byte: " + what);
        assertSame(result(Delivery.atRandom(input), kind, what), whole, "in parts: " + what);
        List<Integer> ends = whole.conversation.ends();
        for (int i = 0; i < Math.min(MAX_ENDS, ends.size()); i++) {
            checkEnd(input, kind, whole, i, what);
        }
        return whole;
    }

    /** Checks that a request ends exactly where the whole conversation says, and not a byte earlier or later. */
    private static void checkEnd(byte[] input, HandlerKind kind, Result whole, int index, String what) {
        int end = whole.conversation.ends().get(index);
        Result upToHere = result(List.of(Arrays.copyOf(input, end)), kind, what);
        assertThat(upToHere.finals).as("up to %d, %s", end, what).isEqualTo(whole.finals.subList(0, index + 1));
        assertThat(upToHere.conversation.ending()).as("up to %d, %s", end, what).isEqualTo(Ending.NO_MORE);
        Result oneLess = result(List.of(Arrays.copyOf(input, end - 1)), kind, what);
        assertThat(oneLess.conversation.ending())
                .as("up to %d - 1, %s", end, what)
                .isNotEqualTo(Ending.NO_MORE);
        Result rest = result(List.of(Arrays.copyOfRange(input, end, input.length)), kind, what);
        assertSame(rest, whole.after(index), "after " + end + ": " + what);
    }

    private static void assertSame(Result actual, Result expected, String what) {
        assertThat(actual.conversation.ending()).as(what).isEqualTo(expected.conversation.ending());
        if (actual.isRejected() && expected.isRejected()) {
            assertThat(actual.allButTheLast()).as(what).isEqualTo(expected.allButTheLast());
        } else {
            assertThat(actual.finals).as(what).isEqualTo(expected.finals);
            assertThat(actual.conversation.ends())
                    .as("where requests end, " + what)
                    .hasSameSizeAs(expected.conversation.ends());
        }
    }

    // ---- one conversation, and its invariants

    private static Result result(List<byte[]> parts, HandlerKind kind, String what) {
        PathHandler handler = new PathHandler();
        Conversation conversation = new ArrayConnection(MAX_BUFFER, parts).converse(kind.protocol(handler));
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
        Result result = new Result(conversation, finals);
        assertThat(conversation.largestBuffer()).as("memory, " + what).isLessThanOrEqualTo(MAX_BUFFER);
        assertThat(conversation.handlerFailures()).as(what).allMatch(failed -> failed instanceof Deliberate);
        int requests = handler.methods.size();
        assertThat(finals.size())
                .as("responses to %d requests, %s", requests, what)
                .isBetween(requests - 1, requests + 1);
        for (HttpReply reply : result.isRejected() ? result.allButTheLast() : finals) {
            assertThat(reply.status()).as(what).isIn(200, 204, 500);
        }
        for (HttpReply reply : result.allButTheLast()) {
            assertThat(reply.header("Connection")).as(what).isIn("", "keep-alive");
        }
        if (!finals.isEmpty() && finals.getLast().header("Connection").equals("close")) {
            assertThat(conversation.ending()).as(what).isIn(Ending.CLOSE, Ending.LINGER);
        }
        return result;
    }

    private static HttpReply withoutDate(HttpReply reply) {
        List<String> fields = reply.headers().stream()
                .filter(field -> !field.startsWith("Date: "))
                .toList();
        return new HttpReply(reply.status(), fields, reply.text(), reply.trailers());
    }

    /** @param finals the final responses, without their Date headers */
    private record Result(Conversation conversation, List<HttpReply> finals) {
        /** Whether the last response says that the client violated the protocol. */
        boolean isRejected() {
            return conversation.ending() == Ending.LINGER
                    && !finals.isEmpty()
                    && REJECTIONS.contains(finals.getLast().status());
        }

        List<HttpReply> allButTheLast() {
            return finals.subList(0, Math.max(0, finals.size() - 1));
        }

        Result after(int index) {
            List<Integer> ends = conversation.ends();
            return new Result(
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

    /** The two kinds of handler. */
    private enum HandlerKind {
        RETURNS,
        WRITES;

        Protocol protocol(PathHandler handler) {
            return switch (this) {
                case RETURNS -> new Http1Protocol(handler, LIMITS);
                case WRITES -> new Http1Protocol("http", handler::write, LIMITS);
            };
        }
    }

    /** The failure of a handler that fails on purpose. */
    private static final class Deliberate extends Exception {
        private static final long serialVersionUID = 1L;
    }

    /** Does what the path says, and records the methods of its requests. */
    private static final class PathHandler implements Handler {
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
                case "/none" -> respond(request, responder, "none");
                case "/some" ->
                    respond(request, responder, latin1(request.body().readNBytes(3)));
                case "/flow" -> {
                    OutputStream out = responder.begin(Status.OK, Headers.none(), Responder.UNKNOWN_LENGTH, false);
                    if (!request.method().equals("HEAD")) {
                        request.body().transferTo(out);
                    }
                    responder.end();
                }
                case "/bare" -> responder.begin(Status.NO_CONTENT, Headers.none(), Responder.NO_BODY, false);
                case "/fail" -> throw new Deliberate();
                default -> respond(request, responder, describe(request));
            }
        }

        private static void respond(Request request, Responder responder, String content) throws IOException {
            OutputStream out = responder.begin(Status.OK, Headers.none(), content.length(), false);
            if (!request.method().equals("HEAD")) {
                out.write(content.getBytes(StandardCharsets.ISO_8859_1));
            }
        }

        /** Describes everything that a handler can see of a request. */
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
