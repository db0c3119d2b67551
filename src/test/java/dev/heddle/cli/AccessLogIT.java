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
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The access log of the runnable jar. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class AccessLogIT {
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

    @ParameterizedTest
    @ValueSource(
            strings = {"demo", "demo --live-port 0", "demo -a message-balanced", "demo -a single-threaded", "serve ."})
    void everyRequestIsInTheFileWhenTheProcessHasEnded(String command) throws Exception {
        Path file = folder.resolve("access.log");
        String[] arguments = (command + " -p 0 --access-log-format json --access-log-fields target,status --access-log "
                        + file)
                .split(" ", -1);
        try (HeddleProcess heddle = HeddleProcess.start(arguments)) {
            RawClient client = new RawClient(heddle.port());
            for (int i = 0; i < 100; i++) {
                client.get("/none" + i);
            }
            heddle.terminate();
            assertThat(heddle.awaitEnd().code()).isZero();
        }
        // The live page asks for /plaintext, to measure.
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        lines.removeIf(line -> !line.contains("/none"));
        assertThat(lines).hasSize(100);
        for (int i = 0; i < 100; i++) {
            assertThat(lines.get(i)).isEqualTo("{\"target\":\"/none" + i + "\",\"status\":404}");
        }
    }

    @Test
    void statisticsHaveTheFiguresOfTheLog() throws Exception {
        Path file = folder.resolve("access.log");
        try (HeddleProcess heddle = HeddleProcess.start("demo", "-p", "0", "--access-log", file.toString())) {
            RawClient client = new RawClient(heddle.port());
            client.get("/plaintext");
            Eventually.await("the line is counted", () -> stats(client).matches("(?s).*\"written\":[1-9].*"));
            assertThat(stats(client)).contains(",\"accessLog\":{\"written\":").contains(",\"dropped\":0}}");
        }
        try (HeddleProcess heddle = HeddleProcess.start("demo", "-p", "0")) {
            assertThat(stats(new RawClient(heddle.port()))).doesNotContain("accessLog");
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
    void pipeThatNobodyReadsIsToldAndDelaysNeitherRequestsNorTheEnd() throws Exception {
        Path pipe = folder.resolve("pipe");
        try {
            assumeTrue(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0, "no named pipes here");
        } catch (IOException e) {
            assumeTrue(false, "there is no mkfifo on this machine");
        }
        try (HeddleProcess heddle =
                HeddleProcess.start("demo", "-p", "0", "--access-log", pipe.toString(), "--access-log-buffer", "1k")) {
            RawClient client = new RawClient(heddle.port());
            for (int i = 0; i < 20; i++) {
                assertThat(client.get("/plaintext").text()).isEqualTo("Hello, World!");
            }
            assertThat(stats(client)).containsPattern("\"accessLog\":\\{\"written\":0,\"dropped\":1[0-9]\\}");
            Eventually.await("the operator is told", () -> {
                try {
                    return heddle.errors().stream()
                            .anyMatch(
                                    line -> line.contains("WARN dev.heddle - access log " + pipe + " cannot keep up: ")
                                            && line.contains(" dropped so far"));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            heddle.terminate();
            Ended ended = heddle.awaitEnd();
            assertThat(ended.code()).isZero();
            assertThat(ended.err()).last().asString().contains("closed: 21 lines dropped so far");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--access-log-format xml|unknown access log format 'xml'; known: common, combined, json",
                "--access-log-fields time|--access-log-fields needs --access-log-format json",
                "--access-log-format json --access-log-fields time,tim|unknown field 'tim' of the access log; known: time, ",
                "--access-log - --access-log-buffer 1|the access log's buffer must be at least 1024 bytes, not 1",
                "--protocol line --access-log -|--access-log needs --protocol http"
            })
    void wrongFlagIsNamed(String flags, String error) throws Exception {
        Ended ended = HeddleProcess.run(("demo -p 0 " + flags).split(" ", -1));
        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err()).singleElement().asString().startsWith("heddle: " + error);
    }

    @Test
    void fileThatCannotBeWrittenIsNamed() throws Exception {
        for (String file :
                List.of(folder.toString(), folder.resolve("missing/access.log").toString())) {
            Ended ended = HeddleProcess.run("demo", "-p", "0", "--access-log", file);
            assertThat(ended.code()).isEqualTo(1);
            assertThat(ended.out()).isEmpty();
            assertThat(ended.err())
                    .singleElement()
                    .asString()
                    .startsWith("heddle: cannot write the access log '" + file + "': ");
        }
    }
}
