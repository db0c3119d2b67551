package dev.heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.Server;
import dev.heddle.cli.RawClient.Reply;
import dev.heddle.support.TestClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code heddle serve} lets a client see of a directory. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ServedFilesTest {
    private static final Instant MODIFIED = Instant.parse("2020-02-03T04:05:06.789Z");

    private final Path temp;
    private final Path root;
    private final Server server;
    private final RawClient client;

    ServedFilesTest(@TempDir Path temp) throws IOException {
        this.temp = temp;
        root = Files.createDirectory(temp.resolve("root"));
        Files.setLastModifiedTime(write("hello.txt", "hello\n"), FileTime.from(MODIFIED));
        Files.writeString(temp.resolve("secret.txt"), "secret");
        Files.writeString(Files.createDirectory(temp.resolve("root-sibling")).resolve("secret.txt"), "secret");
        server = Server.http(FileFlagsTest.parsed().chosen(root).build()).start();
        client = new RawClient(server.port());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Path write(String name, String body) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(root.resolve(name.substring(0, name.lastIndexOf('/') + 1)));
        return Files.writeString(file, body);
    }

    @Test
    void fileIsSentWithTypeLengthAndDate() throws IOException {
        Reply reply = client.get("/hello.txt?any=query");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text()).isEqualTo("hello\n");
        assertThat(reply.header("content-type")).isEqualTo("text/plain; charset=utf-8");
        assertThat(reply.header("content-length")).isEqualTo("6");
        assertThat(reply.header("last-modified")).isEqualTo("Mon, 03 Feb 2020 04:05:06 GMT");
    }

    /** A log that is written on while a client reads it. */
    @Test
    void fileThatGrowsWhileItIsSentIsSentUpToItsDeclaredLength() throws IOException {
        byte[] before = new byte[8_000_003];
        new Random(1).nextBytes(before);
        Path log = Files.write(root.resolve("app.log"), before);
        try (TestClient slow = TestClient.connectWithReceiveBuffer(server, 65_536)) {
            slow.send("GET /app.log HTTP/1.1\r\nHost: h\r\n\r\n");
            while (!slow.readLine().isEmpty()) {
                // The head, which declares the length that the file has now.
            }
            // Most of the file does not fit the kernel's buffers, so the server has not read its end yet.
            Files.write(log, new byte[100_000], StandardOpenOption.APPEND);
            assertThat(slow.readBytes(before.length)).isEqualTo(before);
            assertThat(slow.get("hello.txt").text()).isEqualTo("hello\n");
        }
    }

    @Test
    void fileOfUnknownTypeHasTheGenericMediaType() throws IOException {
        write("data.unknown-type", "x");
        assertThat(client.get("/data.unknown-type").header("content-type")).isEqualTo("application/octet-stream");
    }

    @Test
    void emptyFileIsSent() throws IOException {
        write("empty.txt", "");
        Reply reply = client.get("/empty.txt");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("content-length")).isEqualTo("0");
        assertThat(reply.text()).isEmpty();
    }

    @Test
    void bigFileArrivesByteForByte() throws IOException {
        byte[] big = new byte[20_000_003];
        new Random(1).nextBytes(big);
        Files.write(root.resolve("big"), big);
        assertThat(client.get("/big").body()).isEqualTo(big);
    }

    @Test
    void headHasTheHeadersOfGetAndNoBody() throws IOException {
        Reply reply = client.send("HEAD", "/hello.txt");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("content-length")).isEqualTo("6");
        assertThat(reply.body()).isEmpty();
    }

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
                "/%",
                "/%4",
                "/hello%2etxt/..",
                "/nothing",
                "http://localhost/../secret.txt"
            })
    void targetOutsideTheDirectoryGets404(String target) throws IOException {
        Reply reply = client.get(target);
        assertThat(reply.status()).isIn(400, 404);
        assertThat(reply.text()).doesNotContain("secret\n").isNotEqualTo("secret");
    }

    @Test
    void linkOutOfTheDirectoryGets404() throws IOException {
        Files.createSymbolicLink(root.resolve("file-link"), temp.resolve("secret.txt"));
        Files.createSymbolicLink(root.resolve("tree-link"), temp);
        Files.createSymbolicLink(root.resolve("sibling-link"), temp.resolve("root-sibling"));
        Files.createSymbolicLink(root.resolve("loop"), root.resolve("loop"));
        for (String target : new String[] {
            "/file-link", "/tree-link", "/tree-link/", "/tree-link/secret.txt", "/sibling-link/secret.txt", "/loop"
        }) {
            assertThat(client.get(target).status()).as(target).isEqualTo(404);
        }
        assertThat(client.get("/").text()).doesNotContain("link", "loop");
    }

    @Test
    void hiddenFilesAreNeitherServedNorListed() throws IOException {
        write(".env", "secret");
        write(".git/config", "secret");
        Files.createSymbolicLink(root.resolve("innocent"), Path.of(".env"));
        for (String target : new String[] {"/.env", "/%2eenv", "/.git", "/.git/", "/.git/config", "/innocent"}) {
            assertThat(client.get(target).status()).as(target).isEqualTo(404);
        }
        assertThat(client.get("/").text()).contains("hello.txt").doesNotContain(".env", ".git", "innocent");
    }

    @Test
    void directoryListingHasWorkingLinks() throws IOException {
        write("dir/one & two.txt", "1");
        write("dir/ünicode 100%.txt", "2");
        write("dir/sub/x", "3");
        Reply reply = client.get("/dir/");
        assertThat(reply.header("content-type")).isEqualTo("text/html; charset=utf-8");
        assertThat(reply.text())
                .contains("<a href=\"one%20%26%20two.txt\">one &amp; two.txt</a>")
                .contains("%20100%25.txt\">ünicode 100%.txt</a>")
                .contains("<a href=\"sub/\">");
        assertThat(client.get("/dir/%C3%BCnicode%20100%25.txt").text()).isEqualTo("2");
        assertThat(client.get("/dir/one%20%26%20two.txt").text()).isEqualTo("1");
    }

    @Test
    void listingEscapesMarkupInFileNames() throws IOException {
        write("<img src=x onerror='alert(1)'>", "");
        write("a\"b", "");
        String page = client.get("/").text();
        assertThat(page).doesNotContain("<img", "a\"b").contains("&lt;img");
        write("<b>/x", "");
        assertThat(client.get("/%3Cb%3E/").text()).doesNotContain("<b>").contains("&lt;b&gt;");
    }

    @Test
    void indexFileIsServedInsteadOfListing() throws IOException {
        write("site/index.html", "<p>welcome");
        write("old/index.htm", "<p>old");
        assertThat(client.get("/site/").text()).isEqualTo("<p>welcome");
        assertThat(client.get("/site/").header("content-type")).isEqualTo("text/html; charset=utf-8");
        assertThat(client.get("/old/").text()).isEqualTo("<p>old");
    }

    @Test
    void directoryWithoutTrailingSlashIsRedirected() throws IOException {
        write("dir with space/x", "1");
        Reply reply = client.get("/dir%20with%20space?q=1");
        assertThat(reply.status()).isEqualTo(301);
        assertThat(reply.header("location")).isEqualTo("/dir%20with%20space/?q=1");
    }

    @Test
    void otherMethodsThanGetAndHeadGet405Or501() throws IOException {
        for (String method : new String[] {"POST", "PUT", "DELETE", "PATCH", "TRACE"}) {
            Reply reply = client.send(method, "/hello.txt");
            assertThat(reply.status()).as(method).isEqualTo(405);
            assertThat(reply.header("allow").split(", ")).containsExactlyInAnyOrder("GET", "HEAD", "OPTIONS");
        }
        assertThat(client.send("POST", "/", "x".getBytes(StandardCharsets.UTF_8), "Content-Length: 1")
                        .status())
                .isEqualTo(405);
        assertThat(client.send("BREW", "/").status()).isEqualTo(501);
    }

    /** None of it is sent here: it would have to be, before the handler answers. */
    @Test
    void largeUploadIsRefusedBeforeItIsSent() throws IOException {
        for (String expect : new String[] {"X: x", "Expect: 100-continue"}) {
            Reply reply = client.send("PUT", "/hello.txt", new byte[0], "Content-Length: 1000000000", expect);
            assertThat(reply.status()).isEqualTo(405);
            assertThat(reply.header("connection")).isEqualTo("close");
        }
    }
}
