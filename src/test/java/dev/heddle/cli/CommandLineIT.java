package dev.heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.cli.HeddleProcess.Ended;
import dev.heddle.support.TestCertificate;
import dev.heddle.support.TestCertificate.Kind;
import dev.heddle.support.TestCertificate.PemPair;
import dev.heddle.support.TestClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a user of {@code java -jar heddle.jar} sees: its first lines, exit codes and error messages. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class CommandLineIT {
    private static final String JDK = System.getProperty("java.version");
    private static final String PARALLELISM = "-Djdk.virtualThreadScheduler.parallelism=";

    private static void stopCleanly(HeddleProcess heddle) throws IOException, InterruptedException {
        heddle.terminate();
        assertThat(heddle.awaitEnd()).isEqualTo(new Ended(0, "", List.of()));
    }

    // ---- the first lines

    @ParameterizedTest
    @CsvSource({
        "single-threaded, 1",
        "single-acceptor, 3",
        "multi-acceptor, 3",
        "message-balanced, 3",
        "socket-sharded, 3"
    })
    void firstLineHasAddressArchitectureCarriersAndJdk(String architecture, int carriers) throws Exception {
        try (HeddleProcess heddle = HeddleProcess.start(
                "demo", "-a", architecture, "--port", "0", "--carriers", Integer.toString(carriers))) {
            String line = heddle.startLine();
            assertThat(line)
                    .matches("listening on http://127\\.0\\.0\\.1:[0-9]+ architecture=" + architecture + " carriers="
                            + carriers + " jdk=\\Q" + JDK + "\\E");
            int port = Integer.parseInt(line.replaceAll(".*127\\.0\\.0\\.1:([0-9]+) .*", "$1"));
            assertThat(new RawClient(port).get("/plaintext").text()).isEqualTo("Hello, World!");
            stopCleanly(heddle);
        }
    }

    @Test
    void firstLineSaysHttpsWithACertificate(@TempDir Path directory) throws Exception {
        PemPair files = TestCertificate.of(Kind.EC, "localhost").write(directory, "server");
        String[] tls = {
            "--tls-cert",
            files.certificates().toString(),
            "--tls-key",
            files.key().toString()
        };
        for (String protocol : List.of("http", "line")) {
            try (HeddleProcess heddle =
                    HeddleProcess.start("demo", "-p", "0", "--protocol", protocol, tls[0], tls[1], tls[2], tls[3])) {
                assertThat(heddle.startLine())
                        .startsWith("listening on " + (protocol.equals("http") ? "https" : "tls") + "://127.0.0.1:");
            }
        }
        Files.writeString(files.key(), "nothing");
        assertThat(HeddleProcess.run("serve", "-p", "0", tls[0], tls[1], tls[2], tls[3]))
                .isEqualTo(new Ended(1, "", List.of("heddle: " + files.key() + ": no private key in it")));
    }

    @Test
    void singleThreadedHasOneCarrierByDefault() throws Exception {
        try (HeddleProcess heddle = HeddleProcess.start("demo", "-a", "single-threaded", "-p", "0")) {
            assertThat(heddle.startLine()).contains(" carriers=1 ");
        }
    }

    @Test
    void carriersFlagTakesPrecedenceOverProperty() throws Exception {
        try (HeddleProcess heddle = HeddleProcess.start(List.of(PARALLELISM + "3"), "demo", "-p", "0")) {
            assertThat(heddle.startLine()).contains(" carriers=3 ");
        }
        try (HeddleProcess heddle =
                HeddleProcess.start(List.of(PARALLELISM + "3"), "demo", "-p", "0", "--carriers", "2")) {
            assertThat(heddle.startLine()).contains(" carriers=2 ");
        }
    }

    @Test
    void secondLineHasCarriersAndReadPollers() throws Exception {
        try (HeddleProcess heddle =
                HeddleProcess.start("demo", "--scheduler", "jvm", "-a", "single-threaded", "-p", "0")) {
            heddle.port();
            assertThat(heddle.schedulerLine()).startsWith("scheduler=jvm carriers=1 read-pollers=1 pollers=");
        }
        try (HeddleProcess heddle = HeddleProcess.start(
                "demo", "--scheduler", "jvm", "-p", "0", "--carriers", "4", "--read-pollers", "2")) {
            heddle.port();
            assertThat(heddle.schedulerLine()).startsWith("scheduler=jvm carriers=4 read-pollers=2 pollers=");
        }
        Ended ended = HeddleProcess.run("demo", "-p", "0", "--read-pollers", "3");
        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.err()).singleElement().asString().contains("'3' is not a power of two");
    }

    @Test
    void ownSchedulerIsTheDefaultAndHasACarrierForEachProcessor() throws Exception {
        try (HeddleProcess heddle = HeddleProcess.start(List.of("-XX:ActiveProcessorCount=3"), "demo", "-p", "0")) {
            RawClient client = new RawClient(heddle.port());
            assertThat(heddle.schedulerLine()).startsWith("scheduler=own carriers=3 max-connections=");
            assertThat(client.get("/plaintext").text()).isEqualTo("Hello, World!");
            assertThat(client.get("/stats").text()).contains("\"scheduler\":\"own\"", "\"workers\":[{");
            stopCleanly(heddle);
        }
        try (HeddleProcess heddle = HeddleProcess.start(List.of("-Dheddle.scheduler=jvm"), "demo", "-p", "0")) {
            heddle.port();
            assertThat(heddle.schedulerLine()).startsWith("scheduler=jvm ");
        }
        try (HeddleProcess heddle =
                HeddleProcess.start("demo", "-p", "0", "--scheduler", "own", "-a", "single-threaded")) {
            heddle.port();
            assertThat(heddle.schedulerLine()).startsWith("scheduler=own carriers=1 ");
        }
        assertThat(HeddleProcess.run("demo", "--scheduler", "both").err())
                .singleElement()
                .asString()
                .contains("unknown scheduler 'both'; known: jvm, own");
        assertThat(HeddleProcess.run("demo", "--placement", "random").err())
                .singleElement()
                .asString()
                .contains("unknown placement 'random'; known: round-robin, least-connections");
    }

    @Test
    void lineProtocolEchoesLinesOverTcp() throws Exception {
        try (HeddleProcess heddle = HeddleProcess.start("demo", "--protocol", "line", "-p", "0")) {
            String line = heddle.startLine();
            assertThat(line).matches("listening on tcp://127\\.0\\.0\\.1:[0-9]+ architecture=single-acceptor .*");
            int port = Integer.parseInt(line.replaceAll(".*127\\.0\\.0\\.1:([0-9]+) .*", "$1"));
            try (Socket socket = new RawClient(port).open()) {
                socket.getOutputStream().write("one\ntwo\r\n".getBytes(StandardCharsets.US_ASCII));
                assertThat(socket.getInputStream().readNBytes(9))
                        .isEqualTo("one\ntwo\r\n".getBytes(StandardCharsets.US_ASCII));
            }
            stopCleanly(heddle);
        }
    }

    @Test
    void livePageIsOnTheThirdLineAndEndsWithTheServerAlthoughItIsWatched() throws Exception {
        try (HeddleProcess heddle =
                HeddleProcess.start("demo", "-a", "single-threaded", "-p", "0", "--live-port", "0")) {
            heddle.port();
            String line = heddle.line();
            assertThat(line).matches("live page: http://127\\.0\\.0\\.1:[0-9]+/");
            URI page = URI.create(line.substring("live page: ".length()));
            String host = "\r\nHost: " + page.getAuthority() + "\r\n\r\n";
            try (TestClient viewer = TestClient.connect(new InetSocketAddress(page.getHost(), page.getPort()))) {
                assertThat(viewer.send("GET / HTTP/1.1" + host).readReply().text())
                        .contains("<h1>Heddle, live</h1>");
                viewer.send("GET /events HTTP/1.1" + host);
                assertThat(viewer.readLine()).isEqualTo("HTTP/1.1 200 OK");
                stopCleanly(heddle);
            }
        }
    }

    @Test
    void livePageWhosePortIsTakenIsAFailureInOneLine() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Ended ended = HeddleProcess.run("demo", "-p", "0", "--live-port", Integer.toString(taken.getLocalPort()));
            assertThat(ended.code()).isEqualTo(1);
            assertThat(ended.err()).singleElement().asString().startsWith("heddle: ");
        }
    }

    @Test
    void serveCommandServesFilesAndListing(@TempDir Path directory) throws Exception {
        Files.writeString(directory.resolve("hello.txt"), "hello");
        try (HeddleProcess heddle = HeddleProcess.start("serve", directory.toString(), "-p", "0")) {
            RawClient client = new RawClient(heddle.port());
            assertThat(client.get("/hello.txt").text()).isEqualTo("hello");
            assertThat(client.get("/").text()).contains("hello.txt");
            stopCleanly(heddle);
        }
    }

    // ---- mistakes

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "demo --architecture nonsense | 'nonsense'; known: single-threaded, single-acceptor, multi-acceptor,",
                "demo --port 70000            | '70000' is not a whole number from 0 to 65535",
                "demo --port -1               | '-1' is not a whole number from 0 to 65535",
                "demo --port abc              | 'abc' is not a whole number from 0 to 65535",
                "demo --port                  | --port",
                "demo --protocol resp         | unknown protocol 'resp'; known: http, line",
                "demo --protocol line --live-port 0 | --live-port needs --protocol http",
                "demo --live-port 70000       | '70000' is not a whole number from 0 to 65535",
                "demo --carriers 0            | '0' is not a whole number from 1 to 1024",
                "demo --carriers 1025         | '1025' is not a whole number from 1 to 1024",
                "demo -a single-threaded --carriers 2 | --carriers 2: single-threaded runs on one carrier",
                "demo --acceptors 2           | --acceptors applies to multi-acceptor and socket-sharded",
                "demo -a message-balanced --acceptors 2 | --acceptors applies to multi-acceptor and socket-sharded",
                "demo -a multi-acceptor --dispatchers 2 | --dispatchers applies to message-balanced",
                "demo -a multi-acceptor --acceptors 0   | '0' is not a whole number from 1 to 1024",
                "demo --max-head 1x           | '1x' is not a size such as",
                "demo --max-line-length 3            | limit lineLength must be at least 16, not 3",
                "demo --head-timeout 5h       | '5h' is not a time such as",
                "demo --nonsense              | --nonsense",
                "demo extra                   | 'extra'",
                "serve here there             | 'there'",
                "serve --error-page 500=x     | no error page for status 500; those with one: 403, 404,",
                "serve --content-type foo=bar | 'bar'",
                "serve --index a/b            | not the name of a file: 'a/b'",
                "serve --max-ranges -1        | '-1' is not a whole number from 0",
                "serve --max-open-files 0     | maxOpenFiles must be at least 1, not 0",
                "serve --listing              | --listing",
                "nonsense                     | unknown command 'nonsense'; known: serve, demo",
                "--nonsense                   | --nonsense",
            })
    void wrongArgumentIsNamedInOneLine(String arguments, String complaint) throws Exception {
        Ended ended = HeddleProcess.run(arguments.split(" ", -1));
        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err())
                .singleElement()
                .asString()
                .startsWith("heddle: ")
                .contains(complaint);
    }

    @Test
    void missingCommandPrintsTheCommands() throws Exception {
        Ended ended = HeddleProcess.run();
        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.out()).isEmpty();
        assertThat(String.join("\n", ended.err())).contains("Usage: heddle", "serve", "demo");
    }

    @Test
    void portInUseIsNamedInOneLine() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            for (String architecture : new String[] {"single-acceptor", "socket-sharded"}) {
                Ended ended =
                        HeddleProcess.run("demo", "-a", architecture, "-p", Integer.toString(taken.getLocalPort()));
                assertThat(ended.code()).isEqualTo(1);
                assertThat(ended.out()).isEmpty();
                assertThat(ended.err())
                        .singleElement()
                        .asString()
                        .startsWith("heddle: cannot listen on 127.0.0.1 port " + taken.getLocalPort());
            }
        }
    }

    @Test
    void verboseFailureHasAStackTrace() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Ended ended = HeddleProcess.run("demo", "--verbose", "-p", Integer.toString(taken.getLocalPort()));
            assertThat(ended.code()).isEqualTo(1);
            assertThat(String.join("\n", ended.err())).contains("java.net.BindException", "\tat dev.heddle.");
        }
    }

    @Test
    void missingDirectoryIsNamedInOneLine(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "x");
        for (Path wrong : List.of(directory.resolve("missing"), file)) {
            Ended ended = HeddleProcess.run("serve", wrong.toString());
            assertThat(ended.code()).isEqualTo(1);
            assertThat(ended.out()).isEmpty();
            assertThat(ended.err())
                    .singleElement()
                    .asString()
                    .startsWith("heddle: ")
                    .contains(wrong.toString());
        }
    }

    @Test
    void missingErrorPageIsNamedInOneLine() throws Exception {
        Ended ended = HeddleProcess.run("serve", "-p", "0", "--error-page", "404=missing.html");
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err())
                .containsExactly("heddle: cannot read 'missing.html': there is no such file or directory");
    }

    // ---- help

    @ParameterizedTest
    @ValueSource(strings = {"--help", "demo --help", "serve --help"})
    void helpGoesToStandardOutput(String arguments) throws Exception {
        Ended ended = HeddleProcess.run(arguments.split(" ", -1));
        assertThat(ended.code()).isZero();
        assertThat(ended.out()).startsWith("Usage: heddle");
        assertThat(ended.err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--version", "demo --version", "serve --version"})
    void versionIsTheBuilds(String arguments) throws Exception {
        Ended ended = HeddleProcess.run(arguments.split(" ", -1));
        assertThat(ended).isEqualTo(new Ended(0, "heddle " + System.getProperty("heddle.version") + "\n", List.of()));
    }
}
