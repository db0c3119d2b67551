package dev.heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.heddle.support.Eventually;
import dev.heddle.support.SystemProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * The real logrotate rotates the access log of a server that has work.
 *
 * <p>The environment variable {@code TEST_LOGROTATE} names the program, and then it has to be there.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class LogrotateIT {
    private static final int ROTATIONS = 4;

    @Test
    void rotationDuringWorkLosesNoLineAndDoublesNone(@TempDir Path folder) throws Exception {
        Optional<Path> program = SystemProgram.installed("TEST_LOGROTATE", "logrotate");
        assumeTrue(program.isPresent(), "there is no logrotate on this machine");
        Path file = folder.resolve("access.log");
        AtomicInteger requests = new AtomicInteger();
        try (HeddleProcess heddle = HeddleProcess.start(
                "demo",
                "-p",
                "0",
                "--access-log-format=json",
                "--access-log-fields=target",
                "--access-log",
                file.toString())) {
            RawClient client = new RawClient(heddle.port());
            AtomicBoolean enough = new AtomicBoolean();
            FutureTask<Boolean> work = Eventually.begin(() -> {
                while (!enough.get()) {
                    client.get("/" + requests.getAndIncrement());
                }
                return true;
            });
            Path configuration = Files.writeString(folder.resolve("logrotate.conf"), """
                    "%s" {
                        rotate 9
                        postrotate
                            kill -HUP %d
                        endscript
                    }
                    """.formatted(file, heddle.pid()));
            // For root, logrotate ignores a configuration that others may write.
            Files.setPosixFilePermissions(configuration, PosixFilePermissions.fromString("rw-r--r--"));
            for (int i = 0; i < ROTATIONS; i++) {
                Eventually.await("there is something to rotate", () -> hasLines(file));
                rotate(program.get(), folder, configuration);
            }
            Eventually.await("the log goes on after the last rotation", () -> hasLines(file));
            enough.set(true);
            assertThat(Eventually.result(work)).isTrue();
            heddle.terminate();
            assertThat(heddle.awaitEnd().code()).isZero();
        }
        List<String> lines = new ArrayList<>();
        for (int i = ROTATIONS; i >= 0; i--) {
            List<String> part = Files.readAllLines(i == 0 ? file : folder.resolve("access.log." + i));
            assertThat(part).isNotEmpty();
            lines.addAll(part);
        }
        assertThat(lines).hasSize(requests.get());
        for (int i = 0; i < lines.size(); i++) {
            assertThat(lines.get(i)).isEqualTo("{\"target\":\"/" + i + "\"}");
        }
    }

    private static boolean hasLines(Path file) {
        try {
            return Files.exists(file) && Files.size(file) > 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static void rotate(Path program, Path folder, Path configuration) throws Exception {
        Path output = folder.resolve("logrotate.out");
        Process process = new ProcessBuilder(
                        program.toString(),
                        "--force",
                        "--state",
                        folder.resolve("state").toString(),
                        configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor()).as(() -> read(output)).isZero();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
