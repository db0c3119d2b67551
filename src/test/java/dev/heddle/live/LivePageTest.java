package dev.heddle.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.Server;
import dev.heddle.http.Request;
import dev.heddle.http.Response;
import dev.heddle.options.ServerOptions;
import dev.heddle.support.Eventually;
import dev.heddle.support.HttpReply;
import dev.heddle.support.TestClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The live page over HTTP: what it serves, to whom, and what its viewers can do. */
@Timeout(120)
class LivePageTest {
    private final ReplaceableServer watched;
    private final LivePage page;

    LivePageTest() throws IOException {
        LivePage.Measurement measurement = new LivePage.Measurement();
        ServerOptions options = ServerOptions.defaults()
                .withTimeouts(
                        ServerOptions.defaults().timeouts().withDrain(Duration.ofMillis(10), Duration.ofSeconds(5)));
        watched = new ReplaceableServer(
                options,
                chosen -> Server.http(LivePageTest::application, measurement)
                        .options(chosen)
                        .open());
        page = LivePage.open(0, watched, measurement);
        watched.current().start();
        page.start();
    }

    private static Response application(Request request) {
        return Response.text("from the application, for " + request.path());
    }

    @AfterEach
    void close() {
        watched.shutdown();
        page.close();
    }

    private TestClient connect() throws IOException {
        return TestClient.connect(
                new InetSocketAddress(page.uri().getHost(), page.uri().getPort()));
    }

    private String host() {
        return page.uri().getAuthority();
    }

    private HttpReply ask(String method, String path, String body, String... headers) throws IOException {
        try (TestClient client = connect()) {
            return client.send(method + " " + path + " HTTP/1.1\r\n" + String.join("\r\n", headers)
                            + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                    .readReply();
        }
    }

    private HttpReply get(String path) throws IOException {
        return ask("GET", path, "", "Host: " + host());
    }

    private HttpReply post(String path, String body) throws IOException {
        return ask("POST", path, body, "Host: " + host(), OwnPageOnly.HEADER + ": 1", "Origin: http://" + host());
    }

    /** Opens the stream and reads its head. */
    private TestClient watch() throws IOException {
        TestClient viewer = connect();
        viewer.send("GET /events HTTP/1.1\r\nHost: " + host() + "\r\n\r\n");
        assertThat(viewer.readLine()).isEqualTo("HTTP/1.1 200 OK");
        return viewer;
    }

    /** Reads frames of a stream until one fits. */
    private static String awaitFrame(TestClient viewer, Predicate<String> fits) throws IOException {
        while (true) {
            String line = viewer.readLine();
            if (line.startsWith("data: {\"number\"") && fits.test(line)) {
                return line.substring("data: ".length());
            }
        }
    }

    private static double number(String frame, String name) {
        Matcher found = Pattern.compile("\"" + name + "\":(-?[0-9.E]+)").matcher(frame);
        assertThat(found.find()).as(name + " in " + frame).isTrue();
        return Double.parseDouble(found.group(1));
    }

    // ---- what it serves

    @Test
    void pageNeedsNothingThatItDoesNotServeItself() throws IOException {
        HttpReply html = get("/");
        assertThat(html.status()).isEqualTo(200);
        assertThat(html.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
        List<String> files = new ArrayList<>(List.of("/"));
        Pattern reference = Pattern.compile("(?:src=|href=|from )[\"']([^\"']+)[\"']");
        for (int i = 0; i < files.size(); i++) {
            HttpReply file = get(files.get(i));
            assertThat(file.status()).as(files.get(i)).isEqualTo(200);
            Matcher found = reference.matcher(file.text());
            while (found.find()) {
                String target = found.group(1).replaceFirst("^\\./", "/");
                assertThat(target).startsWith("/");
                if (!files.contains(target)) {
                    files.add(target);
                }
            }
        }
        assertThat(files)
                .containsExactlyInAnyOrder("/", "/icon.svg", "/live.css", "/live.js", "/picture.js", "/text.js");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/live.js", "/catalog", "/nothing"})
    void browserMayLoadNothingFromElsewhere(String path) throws IOException {
        HttpReply reply = get(path);
        assertThat(reply.header("Content-Security-Policy"))
                .startsWith("default-src 'none';")
                .contains("frame-ancestors 'none'")
                .doesNotContain("unsafe", "*", "http");
        assertThat(reply.header("X-Content-Type-Options")).isEqualTo("nosniff");
    }

    @Test
    void catalogHasEveryArchitectureWithItsStrengthAndLimit() throws IOException {
        String catalog = get("/catalog").text();
        assertThat(catalog)
                .contains("\"title\":\"single-threaded\"")
                .contains("\"title\":\"single-acceptor\"")
                .contains("\"title\":\"multi-acceptor\"")
                .contains("\"id\":\"message-balanced-1\"")
                .contains("\"title\":\"socket-sharded\"")
                .contains("One slow handler delays every client")
                .contains("\"id\":\"LARGE_HEADS\"");
        assertThat(catalog).doesNotContain("\"strength\":\"\"").doesNotContain("\"limit\":\"\"");
    }

    @ParameterizedTest
    @CsvSource({"GET, /nothing, 404", "POST, /, 405", "GET, /architecture, 405", "GET, /load, 405", "DELETE, /load, 405"
    })
    void wrongPathAndWrongMethodAreRejected(String method, String path, int status) throws IOException {
        assertThat(ask(method, path, "", "Host: " + host(), OwnPageOnly.HEADER + ": 1")
                        .status())
                .isEqualTo(status);
    }

    // ---- for whom

    @Test
    void listensOnTheLoopbackAddressOnly() {
        assertThat(page.uri().getHost()).isEqualTo("127.0.0.1");
        assertThat(TestClient.isRefused(
                        new InetSocketAddress("127.0.0.2", page.uri().getPort())))
                .isTrue();
    }

    /** A name of another site that resolves to this machine. */
    @ParameterizedTest
    @ValueSource(strings = {"/", "/events", "/catalog", "/live.js"})
    void nothingIsServedUnderAnotherName(String path) throws IOException {
        int port = page.uri().getPort();
        for (String other :
                List.of("evil.example:" + port, "127.0.0.1.evil.example:" + port, "127.0.0.1", "127.0.0.1:1")) {
            assertThat(ask("GET", path, "", "Host: " + other).status())
                    .as(other)
                    .isEqualTo(403);
        }
        if (!path.equals("/events")) {
            assertThat(ask("GET", path, "", "Host: localhost:" + port).status()).isEqualTo(200);
        }
    }

    @Test
    void otherSiteCannotSwitchOrApplyLoad() throws IOException {
        String own = "Host: " + host();
        String marked = OwnPageOnly.HEADER + ": 1";
        for (String path : List.of("/architecture", "/load")) {
            assertThat(ask("POST", path, "STEADY", own).status()).as("a form").isEqualTo(403);
            assertThat(ask("POST", path, "STEADY", own, marked, "Origin: http://evil.example")
                            .status())
                    .isEqualTo(403);
            assertThat(ask("POST", path, "STEADY", own, marked, "Origin: null").status())
                    .isEqualTo(403);
            assertThat(ask("POST", path, "STEADY", own, marked, "Sec-Fetch-Site: cross-site")
                            .status())
                    .isEqualTo(403);
            assertThat(ask(
                                    "OPTIONS",
                                    path,
                                    "",
                                    own,
                                    "Origin: http://evil.example",
                                    "Access-Control-Request-Method: POST")
                            .headers())
                    .as("a browser's question whether it may")
                    .noneMatch(line -> line.toLowerCase(Locale.ROOT).startsWith("access-control"));
        }
        try (TestClient viewer = watch()) {
            String frame = awaitFrame(viewer, line -> true);
            assertThat(frame).contains("\"choice\":\"single-acceptor\"").contains("\"load\":{\"kind\":\"\"");
        }
    }

    @Test
    void unknownChoiceIsRejected() throws IOException {
        assertThat(post("/architecture", "perpetual-motion").status()).isEqualTo(400);
        assertThat(post("/load", "perpetual-motion").status()).isEqualTo(400);
        assertThat(post("/load", "x".repeat(500)).status()).isEqualTo(413);
    }

    // ---- the stream

    @Test
    void figuresFollowTheLoad() throws IOException {
        try (TestClient viewer = watch()) {
            awaitFrame(viewer, frame -> number(frame, "requestsPerSecond") < 100);
            assertThat(post("/load", "STEADY").status()).isEqualTo(202);
            String loaded = awaitFrame(viewer, frame -> number(frame, "requestsPerSecond") > 300);
            assertThat(loaded).contains("\"load\":{\"kind\":\"STEADY\"");
            assertThat(loaded)
                    .containsPattern("\"handled\":\\{\"count\":[1-9]")
                    .containsPattern("\"request\":\\{\"count\":[1-9]");
            assertThat(post("/load", "").status()).isEqualTo(202);
            awaitFrame(viewer, frame -> number(frame, "requestsPerSecond") < 100);
        }
    }

    @Test
    void switchIsSeenInTheStreamAndServesOnTheSamePort() throws IOException {
        InetSocketAddress address = watched.current().address();
        try (TestClient viewer = watch()) {
            assertThat(post("/architecture", "message-balanced-1").status()).isEqualTo(202);
            String frame = awaitFrame(
                    viewer, line -> line.contains("\"choice\":\"message-balanced-1\"") && line.contains("\"SERVING\""));
            assertThat(frame).contains("\"address\":\"127.0.0.1:" + address.getPort() + "\"");
            // The probe of the page goes on with the new server.
            awaitFrame(viewer, line -> number(line, "requestsPerSecond") > 0);
        }
        try (TestClient client = TestClient.connect(address)) {
            assertThat(client.get("x").text()).isEqualTo("from the application, for /x");
        }
    }

    @Test
    void moreViewersThanAllowedAreRejectedUntilOneLeaves() throws IOException {
        List<TestClient> viewers = new ArrayList<>();
        try {
            for (int i = 0; i < LiveHandler.MAX_VIEWERS; i++) {
                viewers.add(watch());
            }
            assertThat(get("/events").status()).isEqualTo(503);
            assertThat(get("/").status()).as("the page itself").isEqualTo(200);
            viewers.removeLast().close();
            Eventually.await("a viewer's place is free again", () -> {
                try (TestClient next = connect()) {
                    next.send("GET /events HTTP/1.1\r\nHost: " + host() + "\r\n\r\n");
                    return next.readLine().equals("HTTP/1.1 200 OK");
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } finally {
            for (TestClient viewer : viewers) {
                viewer.close();
            }
        }
    }

    @Test
    void streamEndsWithThePage() throws IOException {
        try (TestClient viewer = watch()) {
            awaitFrame(viewer, line -> true);
            page.close();
            String line = viewer.readLine();
            while (!line.equals("0")) {
                line = viewer.readLine();
            }
            assertThat(line).as("the last chunk").isEqualTo("0");
        }
    }
}
