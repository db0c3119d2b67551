package dev.heddle.jdkhttp;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpHandlers;
import com.sun.net.httpserver.SimpleFileServer;
import dev.heddle.jdkhttp.Provided.Running;
import dev.heddle.support.Eventually;
import dev.heddle.support.HttpReply;
import dev.heddle.support.TestClient;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The JDK's file handler and canned handlers, on Heddle's provider and on the JDK's. */
@Timeout(30)
class FileServerTest {
    @TempDir
    Path directory;

    private void fill(Path root) throws Exception {
        byte[] large = new byte[300_000];
        Arrays.fill(large, (byte) 'x');
        Files.writeString(root.resolve("small.txt"), "small");
        Files.write(root.resolve("large.bin"), large);
        Files.createDirectory(root.resolve("sub"));
        Files.writeString(root.resolve("sub").resolve("index.html"), "<p>index</p>");
    }

    private static void checkServed(Provided provided, HttpHandler files) throws Exception {
        try (Running running = provided.serving(files);
                TestClient client = running.connect()) {
            HttpReply small = client.get("small.txt");
            assertThat(small.text()).isEqualTo("small");
            assertThat(small.header("content-type")).isEqualTo("text/plain");
            assertThat(small.header("last-modified")).isNotEmpty();
            assertThat(client.get("large.bin").bytes()).hasSize(300_000);
            assertThat(client.get("sub/").text()).isEqualTo("<p>index</p>");
            HttpReply moved = client.get("sub");
            assertThat(moved.status()).isEqualTo(301);
            assertThat(moved.header("location")).isEqualTo("/sub/");
            assertThat(client.get("missing").status()).isEqualTo(404);
            client.send("HEAD /large.bin HTTP/1.1\r\nHost: h\r\n\r\n");
            String head = client.readLine();
            boolean found = false;
            for (String line = client.readLine(); !line.isEmpty(); line = client.readLine()) {
                found |= line.equalsIgnoreCase("Content-Length: 300000");
            }
            assertThat(head).startsWith("HTTP/1.1 200");
            assertThat(found).isTrue();
            client.send("POST /small.txt HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc");
            assertThat(client.readReply().status()).isEqualTo(405);
            assertThat(client.get("small.txt").text()).isEqualTo("small");
        }
    }

    @ParameterizedTest
    @MethodSource("dev.heddle.jdkhttp.Provided#all")
    void directoryIsServed(Provided provided) throws Exception {
        fill(directory);
        HttpHandler files = SimpleFileServer.createFileHandler(directory);
        checkServed(provided, files);
        // No listing in a zip file: the JDK's handler fails.
        try (Running running = provided.serving(files);
                TestClient client = running.connect()) {
            assertThat(client.get("").text()).contains("small.txt").contains("sub/");
        }
    }

    @ParameterizedTest
    @MethodSource("dev.heddle.jdkhttp.Provided#all")
    void zipFileIsServed(Provided provided) throws Exception {
        try (FileSystem zip = FileSystems.newFileSystem(directory.resolve("a.zip"), Map.of("create", "true"))) {
            Path root = Files.createDirectory(zip.getPath("/www"));
            fill(root);
            checkServed(provided, SimpleFileServer.createFileHandler(root));
        }
    }

    @ParameterizedTest
    @MethodSource("dev.heddle.jdkhttp.Provided#all")
    void cannedHandlersRespond(Provided provided) throws Exception {
        HttpHandler post = HttpHandlers.of(201, Headers.of("X-A", "b"), "made");
        HttpHandler others = HttpHandlers.of(204, Headers.of(), "");
        HttpHandler either =
                HttpHandlers.handleOrElse(request -> request.getRequestMethod().equals("POST"), post, others);
        try (Running running = provided.serving(either);
                TestClient client = running.connect()) {
            HttpReply made = client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc")
                    .readReply();
            assertThat(made.status()).isEqualTo(201);
            assertThat(made.text()).isEqualTo("made");
            assertThat(made.header("x-a")).isEqualTo("b");
            client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(client.readLine()).startsWith("HTTP/1.1 204");
        }
    }

    @ParameterizedTest
    @MethodSource("dev.heddle.jdkhttp.Provided#all")
    void outputFilterLogsExchanges(Provided provided) throws Exception {
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        var server = provided.create();
        server.createContext("/", HttpHandlers.of(200, Headers.of(), "x"))
                .getFilters()
                .add(SimpleFileServer.createOutputFilter(log, SimpleFileServer.OutputLevel.VERBOSE));
        server.start();
        try (Running running = new Running(server);
                TestClient client = running.connect()) {
            assertThat(client.get("a").text()).isEqualTo("x");
            Eventually.await(
                    "a line in the log",
                    () -> log.toString(StandardCharsets.UTF_8).contains("Content-length"));
        }
        assertThat(log.toString(StandardCharsets.UTF_8))
                .contains("\"GET /a HTTP/1.1\" 200")
                .contains("Content-length");
    }
}
