package dev.heddle.accesslog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.heddle.Server;
import dev.heddle.bytes.Ascii;
import dev.heddle.http.Handler;
import dev.heddle.http.Headers;
import dev.heddle.http.Request;
import dev.heddle.http.Response;
import dev.heddle.http.Status;
import dev.heddle.http1.Http1Protocol;
import dev.heddle.http1.Responder;
import dev.heddle.options.Architecture;
import dev.heddle.options.Limits;
import dev.heddle.options.OverloadPolicy;
import dev.heddle.options.Timeouts;
import dev.heddle.support.Eventually;
import dev.heddle.support.TestClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What someone reads in the access log of a server, for what clients did. */
@Timeout(120)
class AccessLogTest {
    private static final String CLOSE = "Connection: close\r\n\r\n";

    private final Path file;

    AccessLogTest(@TempDir Path folder) {
        this.file = folder.resolve("access.log");
    }

    static Stream<Architecture> architectures() {
        return Architecture.all().stream();
    }

    private static Response demo(Request request) throws IOException {
        return switch (request.path()) {
            case "/text" -> Response.text("hello");
            case "/empty" -> Response.text("").status(Status.NO_CONTENT);
            case "/chunks" ->
                Response.stream("text/plain", -1, out -> {
                    out.write("some".getBytes(StandardCharsets.US_ASCII));
                    out.flush();
                    out.write("more".getBytes(StandardCharsets.US_ASCII));
                });
            case "/large" -> Response.bytes("x/y", new byte[1 << 20]);
            case "/body" -> Response.bytes("x/y", request.readBody(100));
            case "/ignores-body" -> Response.stream("x/y", 3, out -> out.write(new byte[3]));
            case "/fails" -> throw new IllegalStateException("on purpose");
            case "/fails-late" ->
                Response.stream("x/y", 10, out -> {
                    out.write(new byte[4]);
                    throw new IllegalStateException("on purpose");
                });
            case "/truncated" ->
                Response.stream("x/y", 10, out -> {
                    out.write(new byte[4]);
                    out.flush();
                    throw new IllegalStateException("on purpose");
                });
            default -> Response.text("no\n").status(Status.NOT_FOUND);
        };
    }

    private AccessLog open(AccessLogFormat format) throws IOException {
        return AccessLog.to(file).format(format).open();
    }

    private AccessLog openJson() throws IOException {
        return open(AccessLogFormat.json(JsonMember.names()));
    }

    private List<String> lines() throws IOException {
        return Files.readAllLines(file, StandardCharsets.US_ASCII);
    }

    private List<JsonObject> objects() throws IOException {
        return lines().stream()
                .map(line -> JsonParser.parseString(line).getAsJsonObject())
                .toList();
    }

    private static JsonObject of(List<JsonObject> objects, String target) {
        return objects.stream()
                .filter(object -> target.equals(text(object, "target")))
                .findFirst()
                .orElseThrow();
    }

    private static String text(JsonObject object, String name) {
        return object.get(name).isJsonNull() ? "null" : object.get(name).getAsString();
    }

    /** Sends bytes and reads all that comes until the server closes. */
    private static byte[] exchange(Server server, byte[] sent) throws IOException {
        try (TestClient client = TestClient.connect(server)) {
            client.send(sent);
            List<byte[]> parts = new ArrayList<>();
            byte[] some = new byte[65_536];
            int length = 0;
            for (int count = client.readSome(some); count >= 0; count = client.readSome(some)) {
                parts.add(Arrays.copyOf(some, count));
                length += count;
            }
            byte[] all = new byte[length];
            int at = 0;
            for (byte[] part : parts) {
                System.arraycopy(part, 0, all, at, part.length);
                at += part.length;
            }
            return all;
        }
    }

    private static byte[] exchange(Server server, String sent) throws IOException {
        return exchange(server, sent.getBytes(StandardCharsets.ISO_8859_1));
    }

    // ---- the formats

    @Test
    void combinedFormatIsThatOfApacheAndNginx() throws Exception {
        Instant before = Instant.now();
        try (AccessLog log = open(AccessLogFormat.combined());
                Server server = Server.http(AccessLogTest::demo, log).start()) {
            exchange(
                    server,
                    "GET /text?a=b HTTP/1.1\r\nHost: a\r\nReferer: http://x/y\r\nUser-Agent: me \"and\" \\ you\r\n"
                            + CLOSE);
            exchange(server, "GET /empty HTTP/1.0\r\n" + CLOSE);
        }
        assertThat(lines()).hasSize(2);
        assertThat(lines().get(0))
                .matches("127\\.0\\.0\\.1 - - \\[\\d\\d/[A-Z][a-z]{2}/\\d{4}:\\d\\d:\\d\\d:\\d\\d \\+0000\\] "
                        + "\"GET /text\\?a=b HTTP/1\\.1\" 200 5 \"http://x/y\" \"me \\\\\"and\\\\\" \\\\\\\\ you\"");
        assertThat(lines().get(1)).endsWith(" \"GET /empty HTTP/1.0\" 204 - \"-\" \"-\"");
        assertThat(Duration.between(before, time(lines().get(0))).toSeconds()).isBetween(-1L, 60L);
    }

    private static Instant time(String line) {
        return DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH)
                .parse(line.substring(line.indexOf('[') + 1, line.indexOf(']')), Instant::from);
    }

    @Test
    void commonFormatEndsWithStatusAndBytes() throws Exception {
        try (AccessLog log = open(AccessLogFormat.common());
                Server server = Server.http(AccessLogTest::demo, log).start()) {
            exchange(server, "GET /missing HTTP/1.1\r\nHost: a\r\n" + CLOSE);
        }
        assertThat(lines()).singleElement().asString().endsWith("] \"GET /missing HTTP/1.1\" 404 3");
    }

    @Test
    void jsonHasTheChosenFieldsInTheirOrder() throws Exception {
        List<String> fields = List.of("status", "header:X-Id", "method", "userAgent", "host", "header:x-none");
        try (AccessLog log = open(AccessLogFormat.json(fields));
                Server server = Server.http(AccessLogTest::demo, log).start()) {
            exchange(server, "GET /text HTTP/1.1\r\nHost: a:1\r\nx-id: 7\r\nUser-Agent:\r\n" + CLOSE);
        }
        assertThat(lines())
                .containsExactly("{\"status\":200,\"header:X-Id\":\"7\",\"method\":\"GET\",\"userAgent\":\"\","
                        + "\"host\":\"a:1\",\"header:x-none\":null}");
    }

    @Test
    void usualJsonTellsAboutTheRequestAndItsTrace() throws Exception {
        Instant before = Instant.now();
        try (AccessLog log = open(AccessLogFormat.json());
                Server server = Server.http(AccessLogTest::demo, log).start()) {
            exchange(
                    server,
                    "GET /text HTTP/1.1\r\nHost: a\r\n"
                            + "traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\r\n" + CLOSE);
        }
        JsonObject object = objects().getFirst();
        assertThat(object.keySet()).containsExactlyElementsOf(JsonMember.USUAL);
        assertThat(text(object, "remoteAddress")).isEqualTo("127.0.0.1");
        assertThat(text(object, "version")).isEqualTo("HTTP/1.1");
        assertThat(text(object, "traceId")).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
        assertThat(text(object, "parentId")).isEqualTo("00f067aa0ba902b7");
        assertThat(text(object, "malformed")).isEqualTo("null");
        assertThat(object.get("complete").getAsBoolean()).isTrue();
        assertThat(text(object, "time")).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
        assertThat(Duration.between(before, Instant.parse(text(object, "time"))).toSeconds())
                .isBetween(-1L, 60L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nothing", "header:", "header:a b", "header:Cookie", "header:authorization", "Status"})
    void fieldThatCannotBeIsNamed(String field) {
        assertThatThrownBy(() -> AccessLogFormat.json(List.of("status", field)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("field '" + field + "'");
        assertThatThrownBy(() -> AccessLogFormat.json(List.of("status", "status")))
                .hasMessageContaining("'status' of the access log is there twice");
        assertThatThrownBy(() -> AccessLogFormat.json(List.of())).hasMessageContaining("at least one field");
    }

    // ---- status, bytes, completeness, time

    /** What the log says of each response is what its client has received, byte for byte. */
    @ParameterizedTest
    @MethodSource("architectures")
    void statusAndBytesAreThoseThatTheClientReceived(Architecture architecture) throws Exception {
        List<String> requests = List.of(
                "GET /text HTTP/1.1\r\nHost: a\r\n",
                "HEAD /text?h HTTP/1.1\r\nHost: a\r\n",
                "GET /empty HTTP/1.1\r\nHost: a\r\n",
                "GET /chunks HTTP/1.1\r\nHost: a\r\n",
                "GET /chunks?old HTTP/1.0\r\n",
                "GET /large HTTP/1.1\r\nHost: a\r\n",
                "GET /missing HTTP/1.1\r\nHost: a\r\n",
                "GET /fails HTTP/1.1\r\nHost: a\r\n",
                "GET /fails-late HTTP/1.1\r\nHost: a\r\n");
        List<byte[]> received = new ArrayList<>();
        try (AccessLog log = openJson();
                Server server = Server.http(AccessLogTest::demo, log)
                        .architecture(architecture)
                        .start()) {
            for (String request : requests) {
                received.add(exchange(server, request + CLOSE));
            }
            Eventually.await("all lines are written", () -> log.written() == requests.size());
            assertThat(log.dropped()).isZero();
        }
        for (int i = 0; i < requests.size(); i++) {
            String target = requests.get(i).split(" ", 3)[1];
            JsonObject object = of(objects(), target);
            String response = new String(received.get(i), StandardCharsets.ISO_8859_1);
            int body = response.length() - response.indexOf("\r\n\r\n") - 4;
            assertThat(text(object, "status")).as(target).isEqualTo(response.substring(9, 12));
            assertThat(object.get("bytes").getAsLong()).as(target).isEqualTo(response.length());
            assertThat(object.get("bodyBytes").getAsLong()).as(target).isEqualTo(body);
            assertThat(object.get("complete").getAsBoolean()).as(target).isTrue();
        }
    }

    /** The head is prolonged when the response ends. */
    @Test
    void bytesOfTheBodyAreRightIfTheResponseLearnsLateThatItIsTheLast() throws Exception {
        try (AccessLog log = openJson();
                Server server = Server.http(AccessLogTest::demo, log).start();
                TestClient client = TestClient.connect(server)) {
            client.send("POST /ignores-body HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000000\r\n\r\n");
            assertThat(client.readReply().header("Connection")).isEqualTo("close");
        }
        assertThat(objects().getFirst().get("bodyBytes").getAsLong()).isEqualTo(3);
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void everyRequestOfAPipelineHasItsLineInOrder(Architecture architecture) throws Exception {
        StringBuilder batch = new StringBuilder();
        for (int i = 0; i < 40; i++) {
            batch.append("GET /text?")
                    .append(i)
                    .append(" HTTP/1.1\r\nHost: a\r\n")
                    .append(i == 39 ? CLOSE : "\r\n");
        }
        try (AccessLog log = openJson();
                Server server = Server.http(AccessLogTest::demo, log)
                        .architecture(architecture)
                        .start()) {
            exchange(server, batch.toString());
        }
        List<String> targets =
                objects().stream().map(object -> text(object, "target")).toList();
        assertThat(targets).hasSize(40);
        for (int i = 0; i < 40; i++) {
            assertThat(targets.get(i)).isEqualTo("/text?" + i);
        }
        assertThat(objects())
                .allSatisfy(
                        object -> assertThat(object.get("bodyBytes").getAsInt()).isEqualTo(5));
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void responseThatEndsEarlyIsNotComplete(Architecture architecture) throws Exception {
        try (AccessLog log = openJson();
                Server server = Server.http(AccessLogTest::demo, log)
                        .architecture(architecture)
                        .start()) {
            exchange(server, "GET /truncated HTTP/1.1\r\nHost: a\r\n\r\n");
        }
        JsonObject object = objects().getFirst();
        assertThat(object.get("complete").getAsBoolean()).isFalse();
        assertThat(text(object, "status")).isEqualTo("200");
        assertThat(object.get("bodyBytes").getAsInt()).isEqualTo(4);
    }

    @Test
    void responseToAClientThatLeftIsNotComplete() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch left = new CountDownLatch(1);
        Handler endless = request -> Response.stream("x/y", -1, out -> {
            asked.countDown();
            Eventually.await(left);
            while (true) {
                out.write(new byte[10_000]);
            }
        });
        try (AccessLog log = openJson();
                Server server = Server.http(endless, log).start()) {
            try (TestClient client = TestClient.connect(server)) {
                client.send("GET /endless HTTP/1.1\r\nHost: a\r\n\r\n");
                Eventually.await(asked);
                client.reset();
            }
            left.countDown();
            Eventually.await("the line is written", () -> log.written() == 1);
        }
        assertThat(objects().getFirst().get("complete").getAsBoolean()).isFalse();
    }

    @Test
    void durationHasTheTimeOfTheHandler() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch handling = new CountDownLatch(1);
        Handler slow = request -> {
            handling.countDown();
            Eventually.await(release);
            return Response.text("late");
        };
        try (AccessLog log = openJson();
                Server server = Server.http(slow, log).start();
                TestClient client = TestClient.connect(server)) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            Eventually.await(handling);
            long since = System.nanoTime();
            Eventually.await("30 ms later", () -> System.nanoTime() - since > 30_000_000);
            release.countDown();
            client.readReply();
        }
        assertThat(objects().getFirst().get("durationMicros").getAsLong()).isGreaterThanOrEqualTo(30_000);
    }

    // ---- what no handler sees

    @ParameterizedTest
    @MethodSource("architectures")
    void requestsThatNoHandlerSeesHaveTheirLine(Architecture architecture) throws Exception {
        try (AccessLog log = openJson();
                Server server = Server.http(AccessLogTest::demo, log)
                        .architecture(architecture)
                        .limits(Limits.builder().requestLine(100).body(50).build())
                        .timeouts(Timeouts.defaults().withHead(Duration.ofMillis(300)))
                        .start()) {
            exchange(server, "GET /bare HTTP/1.1\nHost: a\r\n\r\n");
            exchange(server, "\u0016\u0003\u0001\u0002\u0000\u0001");
            exchange(server, "GET /" + "x".repeat(200) + " HTTP/1.1\r\nHost: a\r\n\r\n");
            exchange(server, "POST /body HTTP/1.1\r\nHost: a\r\nContent-Length: 51\r\n\r\n");
            exchange(server, "GET /slow HTT");
        }
        assertThat(objects().stream().map(object -> text(object, "status")))
                .containsExactly("400", "400", "414", "413", "408");
        assertThat(objects().stream().map(object -> text(object, "malformed").replaceAll("xxx.*", "x…")))
                .containsExactly(
                        "GET /bare HTTP/1.1",
                        "\u0016\u0003\u0001\u0002\u0000\u0001",
                        "GET /x…", // As far as it was read.
                        "POST /body HTTP/1.1",
                        "GET /slow HTT");
        assertThat(objects()).allSatisfy(object -> {
            assertThat(object.get("complete").getAsBoolean()).isTrue();
            assertThat(object.get("bodyBytes").getAsLong()).isPositive();
        });
    }

    @Test
    void requestThatIsRejectedAtALimitHasItsLine() throws Exception {
        CountDownLatch handling = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Handler slow = request -> {
            handling.countDown();
            Eventually.await(release);
            return Response.text("late");
        };
        try (AccessLog log = openJson();
                Server server = Server.http(slow, log)
                        .limits(Limits.builder()
                                .messagesInFlight(1)
                                .messageOverload(OverloadPolicy.REJECT)
                                .build())
                        .start();
                TestClient first = TestClient.connect(server)) {
            first.send("GET /first HTTP/1.1\r\nHost: a\r\n\r\n");
            Eventually.await(handling);
            exchange(server, "GET /second HTTP/1.1\r\nHost: a\r\n" + CLOSE);
            release.countDown();
            first.readReply();
        }
        assertThat(text(of(objects(), "/second"), "status")).isEqualTo("503");
        assertThat(text(of(objects(), "/first"), "status")).isEqualTo("200");
    }

    // ---- handlers that write while they run, as those of com.sun.net.httpserver

    @ParameterizedTest
    @MethodSource("architectures")
    void handlersThatWriteHaveTheSameLines(Architecture architecture) throws Exception {
        Limits limits = Limits.defaults();
        byte[] received;
        try (AccessLog log = openJson();
                Server server = Server.of(new Http1Protocol("http", AccessLogTest::writes, limits).reportingTo(log))
                        .architecture(architecture)
                        .start()) {
            received = exchange(server, "GET /ends HTTP/1.1\r\nHost: a\r\n" + CLOSE);
            exchange(server, "GET /silent HTTP/1.1\r\nHost: a\r\n" + CLOSE);
            exchange(server, "GET /begun-and-closed HTTP/1.1\r\nHost: a\r\n" + CLOSE);
            exchange(server, "GET /nothing HTTP/1.1\r\nHost: a\r\n" + CLOSE);
        }
        JsonObject ends = of(objects(), "/ends");
        assertThat(ends.get("bytes").getAsLong()).isEqualTo(received.length);
        assertThat(text(ends, "status") + text(ends, "bodyBytes") + text(ends, "complete"))
                .isEqualTo("2014true");
        for (String target : List.of("/silent", "/begun-and-closed")) {
            JsonObject object = of(objects(), target);
            assertThat(text(object, "status") + text(object, "bytes") + text(object, "complete"))
                    .as(target)
                    .isEqualTo("null0false");
        }
        assertThat(text(of(objects(), "/nothing"), "status")).isEqualTo("500");
    }

    private static void writes(Request request, Responder responder) throws IOException {
        switch (request.path()) {
            case "/ends" -> {
                responder.begin(Status.CREATED, Headers.none(), 4, false).write(Ascii.bytes("four"));
                responder.end();
            }
            case "/silent" -> responder.closeConnection();
            case "/begun-and-closed" -> {
                responder.begin(Status.OK, Headers.none(), 4, false).write(Ascii.bytes("four"), 0, 2);
                responder.closeConnection();
            }
            default -> {}
        }
    }

    // ---- what clients send cannot forge a line

    @ParameterizedTest
    @ValueSource(strings = {"common", "combined", "json"})
    void noBytesOfClientsForgeALine(String format) throws Exception {
        AccessLogFormat chosen = switch (format) {
            case "common" -> AccessLogFormat.common();
            case "combined" -> AccessLogFormat.combined();
            default -> AccessLogFormat.json(JsonMember.names());
        };
        Random random = new Random(7);
        int requests = 0;
        try (AccessLog log = open(chosen);
                Server server = Server.http(AccessLogTest::demo, log)
                        .timeouts(Timeouts.defaults()
                                .withHead(Duration.ofMillis(250))
                                .withIdle(Duration.ofMillis(250)))
                        .start()) {
            // Each byte in each place of a request, and all that it makes of the rest of it.
            for (int value = 0; value < 256; value++) {
                char c = (char) value;
                exchange(server, "GET /a" + c + "b HTTP/1.1\r\nHost: a\r\n" + CLOSE);
                exchange(
                        server,
                        "GET / HTTP/1.1\r\nHost: a\r\nUser-Agent: a" + c + "b\r\nReferer: " + c + "\r\n" + CLOSE);
                requests += 2;
            }
            for (int i = 0; i < 100; i++) {
                byte[] noise = new byte[1 + random.nextInt(60)];
                random.nextBytes(noise);
                noise[0] = 1; // Malformed from the first byte on: one line for each.
                exchange(server, noise);
                requests++;
            }
        }
        byte[] all = Files.readAllBytes(file);
        for (byte each : all) {
            assertThat(each == '\n' || (each >= ' ' && each <= '~')).isTrue();
        }
        assertThat(lines()).hasSizeBetween(requests - 10, requests + 10);
        String begin = format.equals("json")
                ? "\\{\"time\":\"\\d{4}-.*\\}"
                : "127\\.0\\.0\\.1 - - \\[.*\\] \"([^\"\\\\]|\\\\.)*\" \\d.*";
        assertThat(lines()).allSatisfy(line -> assertThat(line).matches(begin));
        if (format.equals("json")) {
            assertThat(objects().stream().map(object -> text(object, "userAgent")))
                    .contains("a\u00e4b", "a\tb", "a\"b", "a\\b");
        }
    }
}
