package dev.heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.heddle.cli.HeddleProcess.Ended;
import dev.heddle.support.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/** The access log of the runnable jar. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class AccessLogIT {
    private static final int HANGUP_EXIT_CODE = 129;

    private final Path folder;

    AccessLogIT(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void logOnStandardOutputComesAfterTheLinesOfTheCommand() throws Exception {
        try (HeddleProcess heddle = HeddleProcess.start("demo", "-p", "0", "--access-log", "-")) {
            RawClient client = new RawClient(heddle.port());
            assertThat(heddle.schedulerLine()).startsWith("scheduler=");
            client.get("/plaintext");
            assertThat(heddle.line()).startsWith("127.0.0.1 - - [").contains("\"GET /plaintext HTTP/1.1\" 200 13 ");
            client.get("/missing");
            heddle.terminate();
            Ended ended = heddle.awaitEnd();
            assertThat(ended.code()).isZero();
            assertThat(ended.out()).contains("\"GET /missing HTTP/1.1\" 404 ").endsWith("\n");
            assertThat(ended.err()).isEmpty();
        }
    }

    @Test
    void everyRequestToFilesIsInTheLogWhenTheProcessHasEnded() throws Exception {
        Path file = folder.resolve("access.log");
        try (HeddleProcess heddle = startWithTargets(file, "serve", ".")) {
            requests(new RawClient(heddle.port()));
            heddle.terminate();
            assertThat(heddle.awaitEnd().code()).isZero();
        }
        assertHasTheRequests(file);
    }

    @Test
    void everyRequestBesideALivePageIsInTheLogAndInTheStatistics() throws Exception {
        Path file = folder.resolve("access.log");
        try (HeddleProcess heddle = startWithTargets(file, "demo", "--live-port", "0")) {
            RawClient client = new RawClient(heddle.port());
            requests(client);
            Eventually.await("lines are counted", () -> stats(client).matches("(?s).*\"written\":[1-9]\\d\\d.*"));
            assertThat(stats(client)).contains(",\"accessLog\":{\"written\":").contains(",\"dropped\":0}}");
            heddle.terminate();
            assertThat(heddle.awaitEnd().code()).isZero();
        }
        assertHasTheRequests(file);
    }

    private static HeddleProcess startWithTargets(Path file, String... command) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(command));
        arguments.addAll(List.of("-p", "0", "--access-log-format=json", "--access-log-fields=target,status"));
        arguments.add("--access-log=" + file);
        return HeddleProcess.start(arguments.toArray(String[]::new));
    }

    private static void requests(RawClient client) throws IOException {
        for (int i = 0; i < 100; i++) {
            client.get("/none" + i);
        }
    }

    /** Not those of the live page, which measures, nor those for statistics. */
    private static void assertHasTheRequests(Path file) throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        lines.removeIf(line -> !line.contains("/none"));
        assertThat(lines).hasSize(100);
        for (int i = 0; i < 100; i++) {
            assertThat(lines.get(i)).isEqualTo("{\"target\":\"/none" + i + "\",\"status\":404}");
        }
    }

    private static String stats(RawClient client) {
        try {
            return client.get("/stats").text();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void pipeThatNobodyReadsIsToldAndDelaysNoRequest() throws Exception {
        Path pipe = folder.resolve("pipe");
        try {
            assumeTrue(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0, "no named pipes here");
        } catch (IOException e) {
            assumeTrue(false, "there is no mkfifo on this machine");
        }
        try (HeddleProcess heddle =
                HeddleProcess.start("demo", "-p", "0", "--access-log", pipe.toString(), "--access-log-buffer", "64k")) {
            RawClient client = new RawClient(heddle.port());
            for (int i = 0; i < 600; i++) {
                assertThat(client.get("/plaintext").text()).isEqualTo("Hello, World!");
            }
            assertThat(stats(client)).containsPattern("\"accessLog\":\\{\"written\":0,\"dropped\":[1-9][0-9]+\\}");
            Eventually.await(
                    "the operator is told",
                    () -> heddle.hasError("WARN dev.heddle - access log " + pipe + " cannot keep up: ", " so far"));
            FutureTask<List<String>> read = Eventually.begin(() -> Files.readAllLines(pipe));
            heddle.terminate();
            assertThat(heddle.awaitEnd().code()).isZero();
            assertThat(Eventually.result(read)).hasSizeBetween(100, 600).allMatch(line -> line.contains("/plaintext"));
        }
    }

    // ---- the hangup

    @Test
    void hangupEndsAServerWhoseLogCannotBeReopened() throws Exception {
        try (HeddleProcess heddle = HeddleProcess.start("demo", "-p", "0", "--access-log", "-")) {
            heddle.port();
            heddle.signal("HUP");
            assertThat(heddle.awaitEnd().code()).isEqualTo(HANGUP_EXIT_CODE);
        }
    }

    @Test
    void hangupThatTheJvmIgnoresIsToldAtTheStart() throws Exception {
        String file = folder.resolve("access.log").toString();
        try (HeddleProcess heddle = HeddleProcess.startIgnoringHangup("demo", "-p", "0", "--access-log", file)) {
            RawClient client = new RawClient(heddle.port());
            heddle.signal("HUP");
            assertThat(client.get("/plaintext").status()).isEqualTo(200);
            assertThat(heddle.errors())
                    .singleElement()
                    .asString()
                    .contains("WARN dev.heddle - SIGHUP is ignored, as under nohup: ")
                    .contains("copytruncate");
        }
    }
}
