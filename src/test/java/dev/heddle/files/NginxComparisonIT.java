package dev.heddle.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.heddle.Server;
import dev.heddle.support.HttpReply;
import dev.heddle.support.TestClient;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What Heddle and the real nginx answer to the same requests over the same directory, compared with the table in docs/files.md. Each row
 * in which they differ has a reason there. {@code -Dheddle.writeTable=true} writes what they answer into the table, and leaves the reasons.
 */
@Timeout(120)
class NginxComparisonIT {
    private static final Path PAGE = Path.of("docs/files.md");
    private static final String HEADER = "| case | Heddle | nginx | why |";
    private static final Instant MODIFIED = Instant.parse("1994-11-06T08:49:37Z");
    private static final String BEFORE = "Sun, 06 Nov 1994 08:49:36 GMT";
    private static final String SAME = "Sun, 06 Nov 1994 08:49:37 GMT";
    private static final String AFTER = "Sun, 06 Nov 1994 08:49:38 GMT";
    private static final int LARGE = 8_000_000;

    private final Path temp;
    private final Path root;

    NginxComparisonIT(@TempDir Path temp) throws IOException {
        this.temp = temp;
        root = Files.createDirectory(temp.resolve("root"));
    }

    /** A server, and how it is asked. */
    private record Asked(InetSocketAddress address) {
        String ask(String request) throws IOException {
            String name = address.getHostString() + ":" + address.getPort();
            String sent = request.contains("TAG") ? request.replace("TAG", tag()) : request;
            try (TestClient client = TestClient.connect(address)) {
                String[] lines = sent.split(" \\+ ", -1);
                String start = lines[0].startsWith("/") || lines[0].startsWith("http:") ? "GET " + lines[0] : lines[0];
                StringBuilder head =
                        new StringBuilder(start + " HTTP/1.1\r\nHost: " + name + "\r\nConnection: close\r\n");
                for (int i = 1; i < lines.length; i++) {
                    head.append(lines[i]).append("\r\n");
                }
                client.send(head.append("\r\n").toString());
                return start.startsWith("HEAD") ? describeHead(client, name) : describe(client.readReply(), name);
            }
        }

        private String tag() throws IOException {
            try (TestClient client = TestClient.connect(address)) {
                return client.get("hello.txt").header("ETag");
            }
        }

        private static String describeHead(TestClient client, String name) throws IOException {
            String status = client.readLine();
            List<String> lines = new ArrayList<>();
            for (String line = client.readLine(); !line.isEmpty(); line = client.readLine()) {
                lines.add(line);
            }
            HttpReply head = new HttpReply(Integer.parseInt(status.substring(9, 12)), lines, "", List.of());
            return describe(head, name) + ", length " + head.header("Content-Length");
        }

        private static String describe(HttpReply reply, String name) {
            StringBuilder text = new StringBuilder().append(reply.status());
            String type = reply.header("Content-Type");
            if (type.startsWith("multipart/")) {
                text.append(" ")
                        .append(reply.text().split("Content-Range: ", -1).length - 1)
                        .append(" parts");
            }
            for (String header : List.of("Content-Range", "Location", "Content-Encoding", "Allow")) {
                String value = reply.header(header);
                text.append(value.isEmpty() ? "" : " " + value.replace(name, "HOST"));
            }
            boolean small = reply.status() < 300
                    && reply.text().length() < 20
                    && !reply.text().isEmpty();
            return text + (small ? " '" + reply.text() + "'" : "");
        }
    }

    /** The cases: what the table calls them, and the request; more header lines after a plus sign. */
    private static Map<String, String> cases() {
        Map<String, String> cases = new LinkedHashMap<>();
        cases.put("a file", "/hello.txt");
        cases.put("with a query", "/hello.txt?a=b");
        cases.put("HEAD", "HEAD /hello.txt");
        cases.put("an empty file", "/empty");
        cases.put("a file that is not there", "/missing");
        cases.put("a name with a space and an umlaut", "/one%20%C3%BC.txt");
        cases.put("`If-None-Match`: its tag", "/hello.txt + If-None-Match: TAG");
        cases.put("`If-None-Match`: its tag, weak", "/hello.txt + If-None-Match: W/TAG");
        cases.put("`If-None-Match`: a list with it", "/hello.txt + If-None-Match: \"x,y\", TAG");
        cases.put("`If-None-Match: *`", "/hello.txt + If-None-Match: *");
        cases.put("`If-None-Match`: another tag", "/hello.txt + If-None-Match: \"x\"");
        cases.put(
                "the same, and `If-Modified-Since`: its date",
                "/hello.txt + If-None-Match: \"x\" + If-Modified-Since: " + SAME);
        cases.put("`If-Modified-Since`: its date", "/hello.txt + If-Modified-Since: " + SAME);
        cases.put("`If-Modified-Since`: later", "/hello.txt + If-Modified-Since: " + AFTER);
        cases.put("`If-Modified-Since`: earlier", "/hello.txt + If-Modified-Since: " + BEFORE);
        cases.put("`If-Modified-Since`: no date", "/hello.txt + If-Modified-Since: yesterday");
        cases.put(
                "`If-Modified-Since`: its date as in RFC 850",
                "/hello.txt + If-Modified-Since: Sunday, 06-Nov-94 08:49:37 GMT");
        cases.put("`If-Modified-Since`: its date as in C", "/hello.txt + If-Modified-Since: Sun Nov  6 08:49:37 1994");
        cases.put("`If-Match`: its tag", "/hello.txt + If-Match: TAG");
        cases.put("`If-Match`: another tag", "/hello.txt + If-Match: \"x\"");
        cases.put("`If-Unmodified-Since`: earlier", "/hello.txt + If-Unmodified-Since: " + BEFORE);
        cases.put("`If-Unmodified-Since`: its date", "/hello.txt + If-Unmodified-Since: " + SAME);
        cases.put("`bytes=0-3`", "/hello.txt + Range: bytes=0-3");
        cases.put("`bytes=7-`", "/hello.txt + Range: bytes=7-");
        cases.put("`bytes=-5`", "/hello.txt + Range: bytes=-5");
        cases.put("`bytes=-100`, longer than the file", "/hello.txt + Range: bytes=-100");
        cases.put("`bytes=7-100`, beyond its end", "/hello.txt + Range: bytes=7-100");
        cases.put("`bytes=12-`, after its end", "/hello.txt + Range: bytes=12-");
        cases.put("`bytes=-0`", "/hello.txt + Range: bytes=-0");
        cases.put("`bytes=0-99999999999999999999`", "/hello.txt + Range: bytes=0-99999999999999999999");
        cases.put("`bytes=3-0`", "/hello.txt + Range: bytes=3-0");
        cases.put("`bytes=a-b`", "/hello.txt + Range: bytes=a-b");
        cases.put("`items=0-3`", "/hello.txt + Range: items=0-3");
        cases.put("`bytes=0-` of an empty file", "/empty + Range: bytes=0-");
        cases.put("`bytes=0-0,7-8`", "/hello.txt + Range: bytes=0-0,7-8");
        cases.put("`bytes=0-0,100-`, the second after its end", "/hello.txt + Range: bytes=0-0,100-");
        cases.put("`bytes=0-3,2-5`, overlapping", "/hello.txt + Range: bytes=0-3,2-5");
        cases.put("`bytes=0-,0-,0-`, all of it three times", "/hello.txt + Range: bytes=0-,0-,0-");
        cases.put(
                "20 ranges",
                "/long.txt + Range: bytes=" + "0-0,2-2,4-4,6-6,8-8,10-10,12-12,14-14,16-16,18-18,"
                        + "20-20,22-22,24-24,26-26,28-28,30-30,32-32,34-34,36-36,38-38");
        cases.put("a range, HEAD", "HEAD /hello.txt + Range: bytes=0-3");
        cases.put("a range, `If-Range`: its tag", "/hello.txt + Range: bytes=0-3 + If-Range: TAG");
        cases.put("a range, `If-Range`: its tag, weak", "/hello.txt + Range: bytes=0-3 + If-Range: W/TAG");
        cases.put("a range, `If-Range`: another tag", "/hello.txt + Range: bytes=0-3 + If-Range: \"x\"");
        cases.put("a range, `If-Range`: its date", "/hello.txt + Range: bytes=0-3 + If-Range: " + SAME);
        cases.put("a range, `If-Range`: a later date", "/hello.txt + Range: bytes=0-3 + If-Range: " + AFTER);
        cases.put("a range, `If-None-Match`: its tag", "/hello.txt + Range: bytes=0-3 + If-None-Match: TAG");
        cases.put("`.gz`, `Accept-Encoding: gzip`", "/a.js + Accept-Encoding: gzip");
        cases.put("`.gz`, `gzip;q=0`", "/a.js + Accept-Encoding: gzip;q=0");
        cases.put("`.gz`, `gzip;q=0.5, identity`", "/a.js + Accept-Encoding: gzip;q=0.5, identity");
        cases.put("`.gz` and `.br`, `gzip, br`", "/b.js + Accept-Encoding: gzip, br");
        cases.put("`.gz` and `.zst`, `gzip;q=0.1, zstd`", "/c.js + Accept-Encoding: gzip;q=0.1, zstd");
        cases.put("`.gz` that is older than its file", "/old.js + Accept-Encoding: gzip");
        cases.put("a range of `.gz`", "/a.js + Accept-Encoding: gzip + Range: bytes=0-1");
        cases.put("a directory without its slash", "/dir?a=b");
        cases.put("a directory with an index file", "/dir/");
        cases.put("a directory without one, listed", "/listed/");
        cases.put("an index file that is a link out of the directory", "/linked/");
        cases.put("a file with a slash after it", "/hello.txt/");
        cases.put("a path below a file", "/hello.txt/more");
        cases.put("`/../secret.txt`", "/../secret.txt");
        cases.put("`/%2e%2e/secret.txt`", "/%2e%2e/secret.txt");
        cases.put("`/dir/../hello.txt`", "/dir/../hello.txt");
        cases.put("`/..%2fsecret.txt`", "/..%2fsecret.txt");
        cases.put("`/dir%2findex.html`", "/dir%2findex.html");
        cases.put("`/%252e%252e/secret.txt`", "/%252e%252e/secret.txt");
        cases.put("`/..%5csecret.txt`", "/..%5csecret.txt");
        cases.put("`//hello.txt`", "//hello.txt");
        cases.put("`//dir`", "//dir");
        cases.put("`/hello.txt%00`", "/hello.txt%00");
        cases.put("`/%ff`", "/%ff");
        cases.put("`/%4`", "/%4");
        cases.put("a link to a file inside", "/link-inside");
        cases.put("a link to a file outside", "/link-outside");
        cases.put("a file below a link to the directory's parent", "/link-parent/secret.txt");
        cases.put("a link to itself", "/link-loop");
        cases.put("a link to nothing", "/link-nothing");
        cases.put("a hidden file", "/.env");
        cases.put("a file in a hidden directory", "/.git/config");
        cases.put("`/.well-known/security.txt`", "/.well-known/security.txt");
        cases.put("a named pipe", "/pipe");
        cases.put("POST", "POST /hello.txt + Content-Length: 0");
        cases.put("OPTIONS", "OPTIONS /hello.txt");
        cases.put("TRACE", "TRACE /hello.txt");
        cases.put("BREW", "BREW /hello.txt");
        return cases;
    }

    @Test
    void bothAnswerAsTheTableSays() throws Exception {
        Optional<Path> program = NginxProcess.installed();
        assumeTrue(program.isPresent(), "there is no nginx on this machine");
        makeFiles();
        Map<String, List<String>> observed = new LinkedHashMap<>();
        FileHandler handler = FileHandler.builder(root)
                .listing(true)
                .precompressed(true)
                .cacheControl("max-age=60")
                // Seen from ten seconds on, so that the files do not count as just written.
                .clock(() -> System.currentTimeMillis() / 1000 + 10)
                .build();
        try (NginxProcess process =
                        NginxProcess.start(program.get(), Files.createDirectory(temp.resolve("nginx")), root);
                Server server = Server.http(handler).start()) {
            Asked heddle = new Asked(server.address());
            Asked nginx = new Asked(process.address());
            for (Map.Entry<String, String> each : cases().entrySet()) {
                observed.put(each.getKey(), List.of(heddle.ask(each.getValue()), nginx.ask(each.getValue())));
            }
            observed.put("a file that grows while it is sent", List.of(growing(heddle), growing(nginx)));
            observed.put("a file that shrinks while it is sent", List.of(shrinking(heddle), shrinking(nginx)));
            observed.put("a file that is replaced while it is sent", List.of(replaced(heddle), replaced(nginx)));
        }
        List<String> rows = rows(observed);
        if (Boolean.getBoolean("heddle.writeTable")) {
            Files.writeString(
                    PAGE,
                    Files.readString(PAGE)
                            .replace(table(), HEADER + "\n|---|---|---|---|\n" + String.join("\n", rows) + "\n"));
        }
        assertThat(table().lines().skip(2)).containsExactlyElementsOf(rows);
        assertThat(rows).allSatisfy(row -> {
            String[] cells = row.split(" \\| ", -1);
            boolean differ = !cells[1].equals(cells[2]);
            assertThat(cells[3].replace("|", "").isBlank())
                    .as("a reason where they differ, and only there: " + row)
                    .isNotEqualTo(differ);
        });
    }

    /** The rows of the table with what was observed, and the reasons that it has. */
    private static List<String> rows(Map<String, List<String>> observed) throws IOException {
        Map<String, String> reasons = new LinkedHashMap<>();
        table().lines().skip(2).forEach(row -> {
            String[] cells = row.split(" \\| ", -1);
            reasons.put(cells[0].substring(2), cells[cells.length - 1].replaceFirst(" ?\\|$", ""));
        });
        List<String> rows = new ArrayList<>();
        observed.forEach((name, answers) -> rows.add("| " + name + " | " + answers.get(0) + " | " + answers.get(1)
                + " | " + reasons.getOrDefault(name, "") + " |"));
        return rows;
    }

    private static String table() throws IOException {
        String page = Files.readString(PAGE);
        int start = page.indexOf(HEADER);
        int end = page.indexOf("\n\n", start);
        return page.substring(start, end < 0 ? page.length() : end + 1);
    }

    private void makeFiles() throws IOException, InterruptedException {
        Files.writeString(temp.resolve("secret.txt"), "secret");
        write("hello.txt", "hello, world");
        write("long.txt", "0123456789".repeat(100));
        write("empty", "");
        write("one ü.txt", "umlaut");
        for (String name : List.of("a.js", "b.js", "c.js", "old.js")) {
            write(name, "plain");
            write(name + ".gz", "gzipped");
        }
        write("b.js.br", "brotli");
        write("c.js.zst", "zstandard");
        Files.setLastModifiedTime(root.resolve("old.js.gz"), FileTime.from(MODIFIED.minusSeconds(10)));
        write("dir/index.html", "the index");
        write("listed/<b>.txt", "x");
        write(".env", "secret");
        write(".git/config", "secret");
        write(".well-known/security.txt", "public");
        Files.createDirectory(root.resolve("linked"));
        Files.createSymbolicLink(root.resolve("linked/index.html"), temp.resolve("secret.txt"));
        Files.createSymbolicLink(root.resolve("link-inside"), Path.of("hello.txt"));
        Files.createSymbolicLink(root.resolve("link-outside"), temp.resolve("secret.txt"));
        Files.createSymbolicLink(root.resolve("link-parent"), temp);
        Files.createSymbolicLink(root.resolve("link-loop"), Path.of("link-loop"));
        Files.createSymbolicLink(root.resolve("link-nothing"), Path.of("nothing"));
        assertThat(new ProcessBuilder("mkfifo", root.resolve("pipe").toString())
                        .start()
                        .waitFor())
                .isZero();
    }

    private void write(String name, String body) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.setLastModifiedTime(Files.writeString(file, body), FileTime.from(MODIFIED));
    }

    // ---- while a file is sent

    /** Something that happens to a file. */
    @FunctionalInterface
    private interface Change {
        void to(Path file) throws IOException;
    }

    private String growing(Asked server) throws IOException {
        return sent(server, file -> Files.write(file, new byte[100_000], StandardOpenOption.APPEND));
    }

    private String shrinking(Asked server) throws IOException {
        return sent(server, file -> {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(LARGE - 1000);
            }
        });
    }

    private String replaced(Asked server) throws IOException {
        return sent(server, file -> {
            Files.delete(file);
            Files.write(file, new byte[LARGE]);
        });
    }

    /** Most of the file does not fit the kernel's buffers, so when it changes the server has not read its end yet. */
    private String sent(Asked server, Change change) throws IOException {
        Path file = root.resolve("large.bin");
        byte[] before = new byte[LARGE];
        java.util.Arrays.fill(before, (byte) 'x');
        Files.write(file, before);
        try (TestClient slow = TestClient.connectWithReceiveBuffer(server.address(), 65_536)) {
            slow.send("GET /large.bin HTTP/1.1\r\nHost: h\r\n\r\n");
            long declared = -1;
            for (String line = slow.readLine(); !line.isEmpty(); line = slow.readLine()) {
                declared = line.startsWith("Content-Length: ") ? Long.parseLong(line.substring(16)) : declared;
            }
            change.to(file);
            byte[] got = new byte[65_536];
            long count = 0;
            while (count < declared) {
                int more = slow.readSome(got);
                if (more < 0) {
                    return "closed early";
                }
                for (int i = 0; i < more; i++) {
                    if (got[i] != 'x') {
                        return "other bytes";
                    }
                }
                count += more;
            }
            slow.send("GET /hello.txt HTTP/1.1\r\nHost: h\r\n\r\n");
            return "as declared, then '" + slow.readReply().text() + "'";
        }
    }
}
