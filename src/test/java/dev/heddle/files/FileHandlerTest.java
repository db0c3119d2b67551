package dev.heddle.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.heddle.Server;
import dev.heddle.http.Body;
import dev.heddle.http.Response;
import dev.heddle.options.Architecture;
import dev.heddle.support.Eventually;
import dev.heddle.support.HttpReply;
import dev.heddle.support.RecordingEvents;
import dev.heddle.support.TestClient;
import dev.heddle.support.TestClient.End;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client gets from a {@link FileHandler}, over real connections. */
@Timeout(60)
class FileHandlerTest {
    private static final Instant MODIFIED = Instant.parse("1994-11-06T08:49:37.5Z");
    private static final String DATE = "Sun, 06 Nov 1994 08:49:37 GMT";

    /** More than the kernel's buffers of both sides hold. */
    private static final int LARGE = 8_000_003;

    private final RecordingEvents events = new RecordingEvents();
    private final Path outside;
    private final Path root;

    FileHandlerTest(@TempDir Path temp) throws IOException {
        outside = temp;
        root = Files.createDirectory(temp.resolve("root"));
        write("hello.txt", "hello, world");
    }

    @AfterEach
    void nothingFailedInHeddleItself() {
        assertThat(events.ownFailures()).isEmpty();
    }

    static Stream<Architecture> architectures() {
        return Architecture.all().stream();
    }

    private Path write(String name, String body) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, body);
        return Files.setLastModifiedTime(file, FileTime.from(MODIFIED));
    }

    private byte[] writeLarge(String name) throws IOException {
        byte[] bytes = new byte[LARGE];
        new Random(1).nextBytes(bytes);
        Files.write(root.resolve(name), bytes);
        return bytes;
    }

    private Server started(Architecture architecture, FileHandler.Builder files) throws IOException {
        return Server.http(files.build())
                .architecture(architecture)
                .events(events)
                .start();
    }

    private Server started(FileHandler.Builder files) throws IOException {
        return started(Architecture.named("single-acceptor"), files);
    }

    /** Seen from ten seconds on, so that what a test has just written does not count as just written. */
    private FileHandler.Builder files() {
        return FileHandler.builder(root).clock(() -> System.currentTimeMillis() / 1000 + 10);
    }

    private static String request(String method, String target, String... headers) {
        return method + " " + target + " HTTP/1.1\r\nHost: h\r\n" + String.join("\r\n", headers)
                + (headers.length == 0 ? "" : "\r\n") + "\r\n";
    }

    private static HttpReply get(TestClient client, String target, String... headers) throws IOException {
        return client.send(request("GET", target, headers)).readReply();
    }

    /** The head of a response without a body. */
    private static List<String> head(TestClient client, String request) throws IOException {
        client.send(request);
        List<String> lines = new ArrayList<>();
        for (String line = client.readLine(); !line.isEmpty(); line = client.readLine()) {
            lines.add(line);
        }
        return lines;
    }

    // ---- in every architecture

    @ParameterizedTest
    @MethodSource("architectures")
    void fileIsSentWholeInPartsOrNotAtAll(Architecture architecture) throws Exception {
        try (Server server = started(architecture, files());
                TestClient client = TestClient.connect(server)) {
            HttpReply whole = get(client, "/hello.txt?query");
            assertThat(whole.status()).isEqualTo(200);
            assertThat(whole.text()).isEqualTo("hello, world");
            assertThat(whole.header("Content-Type")).isEqualTo("text/plain; charset=utf-8");
            assertThat(whole.header("Last-Modified")).isEqualTo(DATE);
            assertThat(whole.header("Accept-Ranges")).isEqualTo("bytes");
            assertThat(whole.header("X-Content-Type-Options")).isEqualTo("nosniff");
            String tag = whole.header("ETag");
            assertThat(tag).matches("\"[0-9a-f]+-c\"");

            List<String> same = head(client, request("GET", "/hello.txt", "If-None-Match: " + tag));
            assertThat(same.getFirst()).isEqualTo("HTTP/1.1 304 Not Modified");
            assertThat(same).contains("ETag: " + tag, "Last-Modified: " + DATE);
            assertThat(same).noneMatch(line -> line.startsWith("Content-"));

            HttpReply part = get(client, "/hello.txt", "Range: bytes=7-", "If-Range: " + tag);
            assertThat(part.status()).isEqualTo(206);
            assertThat(part.text()).isEqualTo("world");
            assertThat(part.header("Content-Range")).isEqualTo("bytes 7-11/12");
            assertThat(part.header("ETag")).isEqualTo(tag);

            HttpReply none = get(client, "/hello.txt", "Range: bytes=12-");
            assertThat(none.status()).isEqualTo(416);
            assertThat(none.header("Content-Range")).isEqualTo("bytes */12");

            HttpReply failed = get(client, "/hello.txt", "If-Match: \"other\"");
            assertThat(failed.status()).isEqualTo(412);
            assertThat(get(client, "/hello.txt").text()).isEqualTo("hello, world");
        }
        assertThat(events.handlerFailures()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void largeFileIsSentByteForByteWholeAndInSeveralParts(Architecture architecture) throws Exception {
        byte[] large = writeLarge("large.bin");
        try (Server server = started(architecture, files());
                TestClient client = TestClient.connect(server)) {
            assertThat(get(client, "/large.bin").bytes()).isEqualTo(large);
            HttpReply parts = get(client, "/large.bin", "Range: bytes=0-1, 1000000-1999999, -3");
            assertThat(parts.status()).isEqualTo(206);
            String type = parts.header("Content-Type");
            assertThat(type).startsWith("multipart/byteranges; boundary=");
            String boundary = type.substring(type.indexOf('=') + 1);
            byte[] middle = java.util.Arrays.copyOfRange(large, 1_000_000, 2_000_000);
            String expected = part(boundary, "0-1", new byte[] {large[0], large[1]})
                    + part(boundary, "1000000-1999999", middle)
                    + part(boundary, "8000000-8000002", java.util.Arrays.copyOfRange(large, LARGE - 3, LARGE))
                    + "\r\n--" + boundary + "--\r\n";
            assertThat(parts.text()).isEqualTo(expected);
        }
    }

    private static String part(String boundary, String range, byte[] bytes) {
        return "\r\n--" + boundary + "\r\nContent-Type: application/octet-stream\r\nContent-Range: bytes " + range + "/"
                + LARGE + "\r\n\r\n" + new HttpReply(200, List.of(), latin1(bytes), List.of()).text();
    }

    private static String latin1(byte[] bytes) {
        return new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void fileThatGrowsWhileItIsSentIsSentAsLongAsDeclared(Architecture architecture) throws Exception {
        byte[] before = writeLarge("app.log");
        try (Server server = started(architecture, files());
                TestClient slow = TestClient.connectWithReceiveBuffer(server, 65_536)) {
            List<String> head = head(slow, request("GET", "/app.log"));
            assertThat(head).contains("Content-Length: " + LARGE);
            // Most of the file does not fit the kernel's buffers, so the server has not read its end yet.
            Files.write(root.resolve("app.log"), new byte[100_000], StandardOpenOption.APPEND);
            assertThat(slow.readBytes(LARGE)).isEqualTo(before);
            assertThat(get(slow, "/hello.txt").text()).isEqualTo("hello, world");
        }
        assertThat(events.handlerFailures()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void fileThatShrinksWhileItIsSentEndsTheConnectionEarly(Architecture architecture) throws Exception {
        byte[] before = writeLarge("app.log");
        try (Server server = started(architecture, files());
                TestClient slow = TestClient.connectWithReceiveBuffer(server, 65_536)) {
            assertThat(head(slow, request("GET", "/app.log"))).contains("Content-Length: " + LARGE);
            try (FileChannel log = FileChannel.open(root.resolve("app.log"), StandardOpenOption.WRITE)) {
                log.truncate(LARGE - 1);
            }
            byte[] rest = new byte[LARGE];
            int got = 0;
            for (int count = slow.readSome(rest); count >= 0; count = slow.readSome(rest)) {
                for (int i = 0; i < count; i++) {
                    assertThat(rest[i]).isEqualTo(before[got + i]);
                }
                got += count;
            }
            assertThat(got).isLessThan(LARGE);
        }
        assertThat(events.handlerFailures())
                .singleElement()
                .isInstanceOf(EOFException.class)
                .asString()
                .contains("app.log has become shorter while it was sent", "of " + LARGE + " bytes are missing");
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void fileThatIsReplacedWhileItIsSentIsSentAsItWas(Architecture architecture) throws Exception {
        byte[] before = writeLarge("app.bin");
        try (Server server = started(architecture, files());
                TestClient slow = TestClient.connectWithReceiveBuffer(server, 65_536)) {
            head(slow, request("GET", "/app.bin"));
            Files.move(
                    Files.writeString(outside.resolve("new"), "new"),
                    root.resolve("app.bin"),
                    java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            assertThat(slow.readBytes(LARGE)).isEqualTo(before);
            assertThat(get(slow, "/app.bin").text()).isEqualTo("new");
        }
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void clientsThatLeaveOrAskForTheHeadLeaveNoFileOpenAndNoMemoryTaken(Architecture architecture) throws Exception {
        writeLarge("large.bin");
        try (Server server = started(architecture, files().maxOpenFiles(1).bufferMemory(65_536));
                TestClient other = TestClient.connect(server)) {
            for (int i = 0; i < 5; i++) {
                try (TestClient leaving = TestClient.connectWithReceiveBuffer(server, 65_536)) {
                    List<String> head = head(leaving, request("GET", "/large.bin"));
                    assertThat(head.getFirst()).isEqualTo("HTTP/1.1 200 OK");
                    assertThat(get(other, "/large.bin").status()).isEqualTo(503);
                    leaving.reset();
                }
                Eventually.await("the file is closed", () -> isOpenable(other));
            }
        }
    }

    private static boolean isOpenable(TestClient client) {
        try {
            return head(client, request("HEAD", "/large.bin")).getFirst().endsWith("200 OK");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void pipelinedRequestsForFilesAreAnsweredInOrder(Architecture architecture) throws Exception {
        StringBuilder requests = new StringBuilder();
        for (int i = 0; i < 50; i++) {
            write("f" + i, "number " + i);
            requests.append(request("GET", "/f" + i));
        }
        try (Server server = started(architecture, files());
                TestClient client = TestClient.connect(server)) {
            client.send(requests.toString());
            for (int i = 0; i < 50; i++) {
                assertThat(client.readReply().text()).isEqualTo("number " + i);
            }
        }
    }

    // ---- what is served

    @Test
    void headHasTheHeadersOfGetAndIgnoresRanges() throws Exception {
        try (Server server = started(files());
                TestClient client = TestClient.connect(server)) {
            HttpReply get = get(client, "/hello.txt");
            List<String> head = head(client, request("HEAD", "/hello.txt", "Range: bytes=0-1"));
            assertThat(head.getFirst()).isEqualTo("HTTP/1.1 200 OK");
            assertThat(head).contains("Content-Length: 12", "ETag: " + get.header("ETag"), "Last-Modified: " + DATE);
            assertThat(head).noneMatch(line -> line.startsWith("Content-Range"));
            assertThat(head(client, request("HEAD", "/missing")).getFirst()).isEqualTo("HTTP/1.1 404 Not Found");
        }
    }

    @Test
    void otherMethodsGet204Or405Or501() throws Exception {
        try (Server server = started(files());
                TestClient client = TestClient.connect(server)) {
            for (String target : List.of("/hello.txt", "*")) {
                List<String> options = head(client, request("OPTIONS", target));
                assertThat(options.getFirst()).isEqualTo("HTTP/1.1 204 No Content");
                assertThat(options).contains("Allow: GET, HEAD, OPTIONS");
            }
            for (String method : List.of("POST", "PUT", "DELETE", "PATCH", "TRACE")) {
                HttpReply reply = client.send(request(method, "/hello.txt")).readReply();
                assertThat(reply.status()).as(method).isEqualTo(405);
                assertThat(reply.header("Allow")).isEqualTo("GET, HEAD, OPTIONS");
            }
            assertThat(client.send(request("BREW", "/hello.txt")).readReply().status())
                    .isEqualTo(501);
        }
    }

    @Test
    void emptyFileIsSentAndHasNoRanges() throws Exception {
        write("empty.txt", "");
        try (Server server = started(files());
                TestClient client = TestClient.connect(server)) {
            for (String header : List.of("X: x", "Range: bytes=0-", "Range: bytes=-1")) {
                HttpReply reply = get(client, "/empty.txt", header);
                assertThat(reply.status()).isEqualTo(200);
                assertThat(reply.header("Content-Length")).isEqualTo("0");
            }
        }
    }

    @Test
    void ifRangeOfAnotherVersionGetsTheWholeFile() throws Exception {
        try (Server server = started(files());
                TestClient client = TestClient.connect(server)) {
            for (String condition : List.of("\"other\"", "W/\"other\"", "Sun, 06 Nov 1994 08:49:38 GMT")) {
                assertThat(get(client, "/hello.txt", "Range: bytes=0-1", "If-Range: " + condition)
                                .status())
                        .isEqualTo(200);
            }
            assertThat(get(client, "/hello.txt", "Range: bytes=0-1", "If-Range: " + DATE)
                            .status())
                    .isEqualTo(206);
            assertThat(get(client, "/hello.txt", "Range: bytes=0-1", "Range: bytes=2-3")
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void requestWithMoreRangesThanAllowedGetsTheWholeFileOnce() throws Exception {
        try (Server server = started(files().maxRanges(2));
                TestClient client = TestClient.connect(server)) {
            assertThat(get(client, "/hello.txt", "Range: bytes=0-0,2-2,4-4").text())
                    .isEqualTo("hello, world");
            HttpReply overlapping = get(client, "/hello.txt", "Range: bytes=0-,0-");
            assertThat(overlapping.header("Content-Range")).isEqualTo("bytes 0-11/12");
        }
    }

    @Test
    void fileWrittenJustNowHasAWeakTag() throws Exception {
        long written = MODIFIED.getEpochSecond();
        try (Server server = started(files().clock(() -> written + 1));
                TestClient client = TestClient.connect(server)) {
            String tag = get(client, "/hello.txt").header("ETag");
            assertThat(tag).startsWith("W/\"");
            assertThat(head(client, request("GET", "/hello.txt", "If-None-Match: " + tag))
                            .getFirst())
                    .contains("304");
            assertThat(get(client, "/hello.txt", "If-Modified-Since: " + DATE).status())
                    .isEqualTo(200);
            assertThat(get(client, "/hello.txt", "Range: bytes=0-1", "If-Range: " + tag)
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void fileFromTheFutureHasNoLastModified() throws Exception {
        try (Server server = started(files().clock(() -> MODIFIED.getEpochSecond() - 100));
                TestClient client = TestClient.connect(server)) {
            HttpReply reply = get(client, "/hello.txt");
            assertThat(reply.header("Last-Modified")).isEmpty();
            assertThat(reply.header("ETag")).startsWith("\"");
        }
    }

    @Test
    void compressedCopyIsSentToClientsThatAcceptItUnlessItIsOlder() throws Exception {
        write("a.js", "plain text");
        write("a.js.gz", "gzipped");
        write("a.js.br", "brotli");
        write("b.js", "plain");
        Files.setLastModifiedTime(write("b.js.gz", "stale"), FileTime.from(MODIFIED.minusSeconds(1)));
        Files.createDirectory(root.resolve("b.js.br"));
        Files.writeString(outside.resolve("secret"), "secret");
        Files.createSymbolicLink(root.resolve("b.js.zst"), outside.resolve("secret"));
        try (Server server = started(files().precompressed(true));
                TestClient client = TestClient.connect(server)) {
            HttpReply brotli = get(client, "/a.js", "Accept-Encoding: gzip, br");
            assertThat(brotli.text()).isEqualTo("brotli");
            assertThat(brotli.header("Content-Encoding")).isEqualTo("br");
            assertThat(brotli.header("Content-Type")).isEqualTo("text/javascript; charset=utf-8");
            assertThat(brotli.header("Vary")).isEqualTo("Accept-Encoding");
            HttpReply gzip = get(client, "/a.js", "Accept-Encoding: gzip;q=1, br;q=0.5");
            assertThat(gzip.text()).isEqualTo("gzipped");
            HttpReply plain = get(client, "/a.js");
            assertThat(plain.text()).isEqualTo("plain text");
            assertThat(plain.header("Content-Encoding")).isEmpty();
            assertThat(plain.header("Vary")).isEqualTo("Accept-Encoding");
            assertThat(List.of(brotli.header("ETag"), gzip.header("ETag"), plain.header("ETag")))
                    .doesNotHaveDuplicates();
            assertThat(get(client, "/a.js", "Accept-Encoding: gzip", "Range: bytes=0-2")
                            .text())
                    .isEqualTo("gzi");
            HttpReply parts = get(client, "/a.js", "Accept-Encoding: gzip", "Range: bytes=0-0,6-7");
            assertThat(parts.header("Content-Type")).startsWith("multipart/byteranges");
            assertThat(parts.header("Content-Encoding"))
                    .as("the lines between the parts are not compressed")
                    .isEmpty();
            assertThat(parts.text()).contains("\r\n\r\np\r\n", "\r\n\r\nte\r\n");
            assertThat(get(client, "/b.js", "Accept-Encoding: gzip, br, zstd").text())
                    .isEqualTo("plain");
            HttpReply itself = get(client, "/a.js.gz", "Accept-Encoding: gzip");
            assertThat(itself.header("Content-Type")).isEqualTo("application/gzip");
            assertThat(itself.header("Content-Encoding")).isEmpty();
        }
        try (Server server = started(files());
                TestClient client = TestClient.connect(server)) {
            HttpReply off = get(client, "/a.js", "Accept-Encoding: gzip, br");
            assertThat(off.text()).isEqualTo("plain text");
            assertThat(off.header("Vary")).isEmpty();
        }
    }

    @Test
    void cacheControlTypeAndErrorPageAreAsConfigured() throws Exception {
        write("assets/a.foo", "x");
        Path page = Files.writeString(outside.resolve("404.html"), "<p>lost");
        try (Server server = started(files().cacheControl("no-cache")
                        .cacheControl("assets/**", "max-age=31536000, immutable")
                        .contentType("foo", "text/x-foo")
                        .charset("")
                        .errorPage(404, page));
                TestClient client = TestClient.connect(server)) {
            HttpReply hello = get(client, "/hello.txt");
            assertThat(hello.header("Cache-Control")).isEqualTo("no-cache");
            assertThat(hello.header("Content-Type")).isEqualTo("text/plain");
            assertThat(head(client, request("GET", "/hello.txt", "If-None-Match: *")))
                    .contains("Cache-Control: no-cache");
            HttpReply asset = get(client, "/assets/a.foo");
            assertThat(asset.header("Cache-Control")).isEqualTo("max-age=31536000, immutable");
            assertThat(asset.header("Content-Type")).isEqualTo("text/x-foo");
            HttpReply missing = get(client, "/missing");
            assertThat(missing.status()).isEqualTo(404);
            assertThat(missing.text()).isEqualTo("<p>lost");
            assertThat(missing.header("Content-Type")).isEqualTo("text/html");
            assertThat(missing.header("Cache-Control")).isEmpty();
        }
    }

    @Test
    void standardErrorPageSaysNothingOfTheRequest() throws Exception {
        try (Server server = started(files());
                TestClient client = TestClient.connect(server)) {
            HttpReply reply = get(client, "/%3Cscript%3E");
            assertThat(reply.status()).isEqualTo(404);
            assertThat(reply.text()).contains("<h1>404 Not Found</h1>").doesNotContain("script");
        }
    }

    @Test
    void linkThatIsPointedFromACompressedFileToItsSourceIsSentWithTheRightCoding() throws Exception {
        write("x", "plain");
        write("x.gz", "gzipped");
        Path link = Files.createSymbolicLink(root.resolve("a.html"), root.resolve("x.gz"));
        try (Server server = started(files().precompressed(true));
                TestClient client = TestClient.connect(server)) {
            HttpReply itself = get(client, "/a.html");
            assertThat(itself.text()).isEqualTo("gzipped");
            assertThat(itself.header("Content-Encoding")).isEmpty();
            Files.delete(link);
            Files.createSymbolicLink(link, root.resolve("x"));
            HttpReply copy = get(client, "/a.html", "Accept-Encoding: gzip");
            assertThat(copy.text()).isEqualTo("gzipped");
            assertThat(copy.header("Content-Encoding")).isEqualTo("gzip");
        }
    }

    @Test
    void fileThatIsKeptIsSentHoweverLittleMemoryIsLeft() throws Exception {
        write("middle", "y".repeat(10_000));
        FileHandler handler = files().cacheMemory(1 << 20).bufferMemory(10_000).build();
        Response first = handler.handle(new GetRequest("/middle"));
        first.closeResource();
        Response kept = handler.handle(new GetRequest("/middle"));
        assertThat(kept.body()).isInstanceOf(Body.Bytes.class);
        Response beside = handler.handle(new GetRequest("/middle"));
        assertThat(beside.body()).as("the memory is taken by the one before").isInstanceOf(Body.Streamed.class);
        beside.closeResource();
        kept.closeResource();
        Response again = handler.handle(new GetRequest("/middle"));
        assertThat(again.body()).isInstanceOf(Body.Bytes.class);
        again.closeResource();
    }

    @Test
    void prefixMayHaveAnyNameThatAPathCanHave() throws Exception {
        try (Server server = started(files().prefix("/@app/a b"));
                TestClient client = TestClient.connect(server)) {
            assertThat(get(client, "/@app/a%20b/hello.txt").text()).isEqualTo("hello, world");
            assertThat(get(client, "/%40app/a%20b/hello.txt").text()).isEqualTo("hello, world");
            assertThat(get(client, "/@app/hello.txt").status()).isEqualTo(404);
        }
    }

    @Test
    void handlerBelowAPrefixServesNothingElse() throws Exception {
        write("dir/index.html", "index");
        try (Server server = started(files().prefix("/static"));
                TestClient client = TestClient.connect(server)) {
            assertThat(get(client, "/static/hello.txt").text()).isEqualTo("hello, world");
            assertThat(get(client, "/static/dir").header("Location")).isEqualTo("/static/dir/");
            assertThat(get(client, "/static").header("Location")).isEqualTo("/static/");
            for (String target : List.of("/hello.txt", "/staticky/hello.txt", "/statichello.txt", "/")) {
                assertThat(get(client, target).status()).as(target).isEqualTo(404);
            }
        }
    }

    // ---- directories

    @Test
    void directoryIsRedirectedToItsSlashOnTheSameHost() throws Exception {
        write("evil.example/x", "1");
        write("dir with space/index.htm", "the index");
        try (Server server = started(files());
                TestClient client = TestClient.connect(server)) {
            HttpReply redirect = get(client, "/dir%20with%20space?q=1");
            assertThat(redirect.status()).isEqualTo(301);
            assertThat(redirect.header("Location")).isEqualTo("/dir%20with%20space/?q=1");
            assertThat(get(client, "/dir%20with%20space/").text()).isEqualTo("the index");
            assertThat(get(client, "http://other/evil.example").header("Location"))
                    .isEqualTo("/evil.example/");
            for (String target :
                    List.of("//evil.example", "//evil.example/..", "/%2fevil.example", "/%5cevil.example")) {
                assertThat(get(client, target).status()).as(target).isEqualTo(404);
            }
            assertThat(get(client, "/hello.txt/").status()).isEqualTo(404);
            assertThat(get(client, "/dir%20with%20space/index.htm/").status()).isEqualTo(404);
        }
    }

    @Test
    void directoryWithoutIndexIsOnlyListedIfSaidSo() throws Exception {
        write("dir/b.txt", "12345");
        write("dir/javascript:alert(1)", "");
        write("dir/<img src=x onerror='alert(1)'>\"&", "");
        write("dir/sub/x", "");
        write("dir/.hidden", "");
        Files.createSymbolicLink(root.resolve("dir/out"), outside);
        Files.createSymbolicLink(root.resolve("dir/in"), root.resolve("hello.txt"));
        write("dir/back\\slash", "a name that no path can have");
        try (Server server = started(files());
                TestClient client = TestClient.connect(server)) {
            assertThat(get(client, "/dir/").status()).isEqualTo(404);
        }
        try (Server server = started(files().listing(true).maxListed(100));
                TestClient client = TestClient.connect(server)) {
            HttpReply reply = get(client, "/dir/");
            assertThat(reply.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
            assertThat(reply.header("Content-Security-Policy")).isEqualTo("default-src 'none'");
            assertThat(reply.text())
                    .contains("<a href=\"../\">", "<a href=\"sub/\">sub/</a>", "<a href=\"b.txt\">b.txt</a>")
                    .contains("<td align=\"right\">5</td><td>1994-11-06 08:49</td>", "<a href=\"in\">in</a>")
                    .contains("<a href=\"javascript%3Aalert%281%29\">")
                    .contains("&lt;img src=x onerror=&#39;alert(1)&#39;&gt;&quot;&amp;</a>")
                    .doesNotContain("<img", ".hidden", "out", "slash", "more than");
            assertThat(reply.text().indexOf("sub/")).isLessThan(reply.text().indexOf("b.txt"));
            assertThat(get(client, "/").text()).doesNotContain("../");
        }
        try (Server server = started(files().listing(true).maxListed(2));
                TestClient client = TestClient.connect(server)) {
            assertThat(get(client, "/dir/").text()).contains("There are more than these 2.");
        }
        try (Server server = started(files().listing(true).bufferMemory(512));
                TestClient client = TestClient.connect(server)) {
            for (int i = 0; i < 3; i++) {
                assertThat(get(client, "/dir/").status()).isEqualTo(503);
                assertThat(get(client, "/dir/sub/").status()).isEqualTo(200);
            }
        }
    }

    // ---- no escape

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/../secret.txt",
                "/%2e%2e/secret.txt",
                "/.%2E/secret.txt",
                "/..%2fsecret.txt",
                "/%2e%2e%2fsecret.txt",
                "/a/../../secret.txt",
                "/..%5csecret.txt",
                "/%252e%252e/secret.txt",
                "/%c0%ae%c0%ae/secret.txt",
                "/../root-sibling/secret.txt",
                "//hello.txt",
                "/hello.txt/more",
                "/hello.txt%00",
                "/hello.txt%00.html",
                "/%ff",
                "/hello%2etxt/..",
                "/./hello.txt",
                "http://localhost/../secret.txt",
                "/nothing"
            })
    void pathThatWouldLeaveTheDirectoryGets404(String target) throws Exception {
        Files.writeString(outside.resolve("secret.txt"), "secret");
        Files.writeString(Files.createDirectory(outside.resolve("root-sibling")).resolve("secret.txt"), "secret");
        try (Server server = started(files().listing(true));
                TestClient client = TestClient.connect(server)) {
            assertThat(get(client, target).status()).isIn(400, 404);
        }
    }

    @Test
    void linkIsFollowedInsideTheDirectoryAndNotOutOfIt() throws Exception {
        Files.writeString(outside.resolve("secret.txt"), "secret");
        Files.writeString(Files.createDirectory(outside.resolve("root-sibling")).resolve("secret.txt"), "secret");
        write("sub/in.txt", "inside");
        write(".git/config", "secret");
        Files.createSymbolicLink(root.resolve("relative"), Path.of("sub/in.txt"));
        Files.createSymbolicLink(root.resolve("absolute"), root.resolve("sub"));
        Files.createSymbolicLink(root.resolve("up"), Path.of("sub/../hello.txt"));
        Files.createSymbolicLink(root.resolve("back"), Path.of("../root/hello.txt"));
        Files.createSymbolicLink(root.resolve("file"), outside.resolve("secret.txt"));
        Files.createSymbolicLink(root.resolve("tree"), outside);
        Files.createSymbolicLink(root.resolve("sibling"), outside.resolve("root-sibling"));
        Files.createSymbolicLink(root.resolve("loop"), root.resolve("loop"));
        Files.createSymbolicLink(root.resolve("dangling"), root.resolve("nothing"));
        Files.createSymbolicLink(root.resolve("innocent"), Path.of(".git"));
        try (Server server = started(files().listing(true));
                TestClient client = TestClient.connect(server)) {
            assertThat(get(client, "/relative").text()).isEqualTo("inside");
            assertThat(get(client, "/absolute/in.txt").text()).isEqualTo("inside");
            assertThat(get(client, "/up").text()).isEqualTo("hello, world");
            assertThat(get(client, "/back").text()).isEqualTo("hello, world");
            for (String target : List.of(
                    "/file",
                    "/tree",
                    "/tree/",
                    "/tree/secret.txt",
                    "/tree/root/hello.txt/",
                    "/sibling/secret.txt",
                    "/loop",
                    "/dangling",
                    "/innocent",
                    "/innocent/config")) {
                assertThat(get(client, target).status()).as(target).isEqualTo(404);
            }
            assertThat(get(client, "/").text())
                    .contains("relative", "absolute/")
                    .doesNotContain("file<", "tree", "sibling", "loop", "dangling", "innocent", ".git");
        }
    }

    @Test
    void directoryThatIsALinkMayBePointedAtTheNextRelease() throws Exception {
        Files.writeString(Files.createDirectory(outside.resolve("r1")).resolve("v"), "one");
        Files.writeString(Files.createDirectory(outside.resolve("r2")).resolve("v"), "two");
        Files.createSymbolicLink(outside.resolve("r2/back"), outside.resolve("r1/v"));
        Path current = Files.createSymbolicLink(outside.resolve("current"), Path.of("r1"));
        try (Server server = started(FileHandler.builder(current));
                TestClient client = TestClient.connect(server)) {
            assertThat(get(client, "/v").text()).isEqualTo("one");
            Files.delete(current);
            Files.createSymbolicLink(current, Path.of("r2"));
            assertThat(get(client, "/back").status()).isEqualTo(404);
            assertThat(get(client, "/v").text()).isEqualTo("two");
        }
    }

    @Test
    void hiddenFilesAreServedOnlyIfSaidSo() throws Exception {
        write(".env", "secret");
        write(".git/config", "secret");
        write("sub/.env", "secret");
        write("sub/.well-known/x", "secret");
        write(".well-known/security.txt", "public");
        write(".well-known/.x", "secret");
        List<String> hidden = List.of(
                "/.env",
                "/%2eenv",
                "/.git",
                "/.git/",
                "/.git/config",
                "/sub/.env",
                "/sub/.well-known/x",
                "/.well-known/.x");
        try (Server server = started(files());
                TestClient client = TestClient.connect(server)) {
            for (String target : hidden) {
                assertThat(get(client, target).status()).as(target).isEqualTo(404);
            }
            assertThat(get(client, "/.well-known/security.txt").text()).isEqualTo("public");
        }
        try (Server server = started(files().hiddenFiles(true));
                TestClient client = TestClient.connect(server)) {
            assertThat(get(client, "/.env").text()).isEqualTo("secret");
            assertThat(get(client, "/.git/config").text()).isEqualTo("secret");
        }
    }

    @Test
    void onlyRegularFilesAreServed() throws Exception {
        Process made = new ProcessBuilder("mkfifo", root.resolve("pipe").toString()).start();
        assertThat(made.waitFor()).isZero();
        Files.createSymbolicLink(root.resolve("null"), Path.of("/dev/null"));
        try (Server server = started(files().listing(true));
                TestClient client = TestClient.connect(server)) {
            assertThat(get(client, "/pipe").status()).isEqualTo(404);
            assertThat(get(client, "/null").status()).isEqualTo(404);
            assertThat(get(client, "/").text()).doesNotContain("pipe", "null");
        }
    }

    @Test
    void fileOrDirectoryThatMayNotBeReadIsForbidden() throws Exception {
        Path file = write("locked.txt", "secret");
        Path directory = Files.createDirectory(root.resolve("locked"));
        Files.setPosixFilePermissions(directory, Set.of(PosixFilePermission.OWNER_EXECUTE));
        assumeFalse(Files.isReadable(directory), "the administrator may read everything");
        try (Server server = started(files().listing(true));
                TestClient client = TestClient.connect(server)) {
            assertThat(get(client, "/locked.txt").text()).isEqualTo("secret");
            Files.setPosixFilePermissions(file, Set.of(PosixFilePermission.OWNER_WRITE));
            assertThat(get(client, "/locked.txt").status()).isEqualTo(403);
            assertThat(get(client, "/locked/").status()).isEqualTo(403);
        } finally {
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        }
    }

    @Test
    void responseWithASmallFileHoldsNoFileOpenUntilItIsSent() throws Exception {
        write("small.bin", "x".repeat(60_000));
        writeLarge("large.bin");
        FileHandler handler = files().maxOpenFiles(1).build();
        Response small = handler.handle(new GetRequest("/small.bin"));
        Response large = handler.handle(new GetRequest("/large.bin"));
        Response second = handler.handle(new GetRequest("/large.bin"));
        assertThat(List.of(
                        small.status().code(),
                        large.status().code(),
                        second.status().code()))
                .containsExactly(200, 200, 503);
        Response meanwhile = handler.handle(new GetRequest("/small.bin"));
        assertThat(meanwhile.status().code())
                .as("a small file while all large ones are open")
                .isEqualTo(200);
        meanwhile.closeResource();
        large.closeResource();
        Response third = handler.handle(new GetRequest("/large.bin"));
        assertThat(third.status().code()).isEqualTo(200);
        third.closeResource();
        assertThat(small.body()).isInstanceOf(Body.Bytes.class);
        small.closeResource();
    }

    @Test
    void largeFileIsSentWithHardlyAnyMemoryLeft() throws Exception {
        byte[] large = writeLarge("large.bin");
        try (Server server = started(files().bufferMemory(0));
                TestClient client = TestClient.connect(server)) {
            assertThat(get(client, "/large.bin").bytes()).isEqualTo(large);
            write("middle", "y".repeat(50_000));
            assertThat(get(client, "/middle").text()).isEqualTo("y".repeat(50_000));
            assertThat(client.send(request("GET", "/hello.txt")
                                    + "GET /hello.txt HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
                            .readReply()
                            .text())
                    .isEqualTo("hello, world");
            client.readReply();
            assertThat(client.awaitEnd()).isEqualTo(End.CLOSED);
        }
    }

    // ---- small files that are kept

    @ParameterizedTest
    @MethodSource("architectures")
    void smallFileIsSentAsItIsNowHoweverOftenItWasSentBefore(Architecture architecture) throws Exception {
        try (Server server = started(architecture, files());
                TestClient client = TestClient.connect(server)) {
            for (int i = 0; i < 3; i++) {
                HttpReply reply = get(client, "/hello.txt");
                assertThat(reply.text()).isEqualTo("hello, world");
                assertThat(get(client, "/hello.txt", "If-None-Match: \"x\"").text())
                        .isEqualTo("hello, world");
                assertThat(get(client, "/hello.txt", "Range: bytes=0-1").text()).isEqualTo("he");
                assertThat(head(client, request("HEAD", "/hello.txt"))).contains("Content-Length: 12");
                assertThat(head(client, request("GET", "/hello.txt", "If-None-Match: " + reply.header("ETag")))
                                .getFirst())
                        .contains("304");
            }
            String before = get(client, "/hello.txt").header("ETag");
            // In place, with the same length; then by another file of the same length and time.
            Files.writeString(root.resolve("hello.txt"), "HELLO, WORLD");
            HttpReply written = get(client, "/hello.txt");
            assertThat(written.text()).isEqualTo("HELLO, WORLD");
            assertThat(written.header("ETag")).isNotEqualTo(before);
            Path other = write("other.txt", "Other, World");
            Files.setLastModifiedTime(root.resolve("hello.txt"), FileTime.from(MODIFIED));
            assertThat(get(client, "/hello.txt").text()).isEqualTo("HELLO, WORLD");
            Files.move(other, root.resolve("hello.txt"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            assertThat(get(client, "/hello.txt").text()).isEqualTo("Other, World");
            Files.delete(root.resolve("hello.txt"));
            assertThat(get(client, "/hello.txt").status()).isEqualTo(404);
        }
    }

    @Test
    void smallFileThatWasMovedOutAndLinkedIsNotSentAgain() throws Exception {
        try (Server server = started(files());
                TestClient client = TestClient.connect(server)) {
            assertThat(get(client, "/hello.txt").status()).isEqualTo(200);
            Files.move(root.resolve("hello.txt"), outside.resolve("hello.txt"));
            Files.createSymbolicLink(root.resolve("hello.txt"), outside.resolve("hello.txt"));
            assertThat(get(client, "/hello.txt").status()).isEqualTo(404);
        }
    }

    @Test
    void oneFileUnderTwoNamesHasTheTypeAndTheCachingOfEach() throws Exception {
        Files.createSymbolicLink(root.resolve("hello.css"), Path.of("hello.txt"));
        Files.createLink(root.resolve("hard.html"), root.resolve("hello.txt"));
        try (Server server = started(files().cacheControl("*.css", "no-store"));
                TestClient client = TestClient.connect(server)) {
            for (int i = 0; i < 2; i++) {
                HttpReply text = get(client, "/hello.txt");
                assertThat(text.header("Content-Type")).startsWith("text/plain");
                assertThat(text.header("Cache-Control")).isEmpty();
                HttpReply css = get(client, "/hello.css");
                assertThat(css.header("Content-Type")).startsWith("text/css");
                assertThat(css.header("Cache-Control")).isEqualTo("no-store");
                assertThat(get(client, "/hard.html").header("Content-Type")).startsWith("text/html");
            }
        }
    }

    @Test
    void fileWrittenJustNowIsReadAnewEachTime() throws Exception {
        long written = MODIFIED.getEpochSecond();
        try (Server server = started(files().clock(() -> written + 1));
                TestClient client = TestClient.connect(server)) {
            assertThat(get(client, "/hello.txt").text()).isEqualTo("hello, world");
            // The same file, length and time.
            Files.writeString(root.resolve("hello.txt"), "hello, heddl");
            Files.setLastModifiedTime(root.resolve("hello.txt"), FileTime.from(MODIFIED));
            assertThat(get(client, "/hello.txt").text()).isEqualTo("hello, heddl");
        }
    }

    @Test
    void manyMoreSmallFilesThanAreKeptAreAllSentAsTheyAre() throws Exception {
        for (int i = 0; i < 20; i++) {
            write("f" + i, "number " + i);
        }
        for (long memory : new long[] {0, 1, 17_408, 3 * 17_408}) {
            try (Server server = started(files().cacheMemory(memory));
                    TestClient client = TestClient.connect(server)) {
                for (int i = 0; i < 60; i++) {
                    assertThat(get(client, "/f" + i % 20).text()).isEqualTo("number " + i % 20);
                }
            }
        }
    }

    // ---- the builder

    @Test
    void mistakesInTheConfigurationAreNamed() throws Exception {
        assertThatThrownBy(() -> FileHandler.of(root.resolve("missing"))).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> FileHandler.of(root.resolve("hello.txt"))).hasMessageContaining("hello.txt");
        assertThatThrownBy(() -> files().errorPage(404, root.resolve("missing")).build())
                .isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> files().errorPage(500, root)).hasMessageContaining("500");
        assertThatThrownBy(() -> files().cacheControl("a\r\nb: c")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> files().cacheControl(" ")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> files().cacheControl("", "x")).hasMessage("a glob is empty");
        assertThatThrownBy(() -> files().cacheControl("[", "x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> files().contentType("x", "nonsense")).hasMessageContaining("'nonsense'");
        assertThatThrownBy(() -> files().prefix("static")).hasMessageContaining("'static'");
        assertThatThrownBy(() -> files().prefix("/static/")).hasMessageContaining("'/static/'");
        assertThatThrownBy(() -> files().index("a/b")).hasMessageContaining("'a/b'");
        assertThatThrownBy(() -> files().maxRanges(-1)).hasMessage("maxRanges must be at least 0, not -1");
        assertThatThrownBy(() -> files().maxOpenFiles(0)).hasMessage("maxOpenFiles must be at least 1, not 0");
        assertThatThrownBy(() -> files().cacheMemory(-1)).hasMessage("cacheMemory must be at least 0, not -1");
        assertThatThrownBy(() -> files().bufferMemory(-1)).hasMessage("bufferMemory must be at least 0, not -1");
    }
}
