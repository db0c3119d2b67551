package dev.heddle.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Programs that do not do what they were started for. */
@Timeout(60)
class ChildProcessTest {
    private static final Pattern READY = Pattern.compile("listening on (\\d+)");
    private static final Duration LONG = Duration.ofSeconds(30);

    private static ChildProcess shell(String script) throws Exception {
        return ChildProcess.start(List.of("sh", "-c", script));
    }

    @Test
    void programThatSaysNothingIsWaitedForUntilTheDeadline() throws Exception {
        ProcessHandle handle;
        try (ChildProcess silent = shell("echo starting; echo 'a warning' >&2; exec sleep 100")) {
            handle = silent.handle();
            assertThatThrownBy(() -> silent.awaitLine(READY, Duration.ofMillis(500)))
                    .hasMessage("it was not ready within 0.5 s; it said: starting / a warning");
            assertThat(handle.isAlive()).isTrue();
        }
        assertThat(handle.isAlive()).isFalse();
    }

    @Test
    void pausedProgramDoesNothingUntilItIsResumedAndCanBeEnded(@TempDir Path folder) throws Exception {
        Path seen = folder.resolve("seen");
        ProcessHandle handle;
        try (ChildProcess child = shell(
                "echo listening on 80; until [ -e " + seen + " ]; do sleep 0.01; done; echo resumed; exec sleep 100")) {
            child.awaitLine(READY, LONG);
            handle = child.handle();
            child.pause();
            Files.createFile(seen);
            assertThatThrownBy(() -> child.awaitLine(Pattern.compile("resumed"), Duration.ofMillis(300)))
                    .hasMessageContaining("it was not ready");
            child.resume();
            assertThat(child.awaitLine(Pattern.compile("resumed"), LONG).group())
                    .isEqualTo("resumed");
            child.pause();
        }
        assertThat(handle.isAlive()).isFalse();
    }

    @Test
    void programThatEndsIsNotWaitedFor() throws Exception {
        try (ChildProcess failing = shell("echo 'cannot listen on port 80' >&2; exit 3")) {
            assertThatThrownBy(() -> failing.awaitLine(READY, LONG))
                    .hasMessage("it ended with exit code 3; it said: cannot listen on port 80");
        }
        try (ChildProcess mute = shell("exit 0")) {
            assertThatThrownBy(() -> mute.awaitLine(READY, LONG))
                    .hasMessage("it ended with exit code 0; it said nothing");
        }
    }

    @Test
    void lineIsFoundAmongOthersAndOutputThatNobodyReadsBlocksNothing(@TempDir Path folder) throws Exception {
        // Only the latest lines are kept, so it is loud only when the line that is waited for has been seen.
        Path seen = folder.resolve("seen");
        try (ChildProcess loud = shell(
                "mkfifo " + seen + "; echo starting; echo listening on 80; cat " + seen + "; seq 20000; echo done")) {
            assertThat(loud.awaitLine(READY, LONG).group(1)).isEqualTo("80");
            Files.writeString(seen, "seen");
            loud.handle().onExit().get(LONG.toSeconds(), TimeUnit.SECONDS);
            assertThat(loud.awaitLine(Pattern.compile("done"), LONG).group()).isEqualTo("done");
        }
    }

    @Test
    void interruptEndsTheWait() throws Exception {
        try (ChildProcess silent = shell("exec sleep 100")) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> silent.awaitLine(READY, LONG)).hasMessageContaining("interrupted");
            assertThat(Thread.interrupted()).isTrue();
        }
    }
}
