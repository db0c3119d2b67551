package dev.heddle.jcstress.launcher;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One {@link TwinJvm} after another: a new one where the last has ended, hangs, or has run enough tests to be full of what they left. */
final class TwinJvms implements AutoCloseable {
    /** How many tests a JVM runs: the guards of their waits stay, and look twenty times a second. */
    private static final int TESTS = 15;

    /** The longest that a test may take. jcstress gives up after half a minute. */
    private static final int SECONDS = 90;

    private static final Path LOG = Path.of("twins.log");

    private final List<String> options;
    private @Nullable Running running;

    /** A JVM, and how many tests it has run. */
    private static final class Running {
        private final Process process;
        private final BufferedReader verdicts;
        private final Writer requests;
        private int tests;

        Running(Process process) {
            this.process = process;
            this.verdicts = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            this.requests = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
        }
    }

    /** @param options of jcstress */
    TwinJvms(List<String> options) {
        this.options = options;
    }

    /** What a test says of a twin; empty if it passes, or gave no verdict. */
    Optional<String> complaint(Path twin, String test) throws IOException {
        Running jvm = running == null ? start() : running;
        running = jvm;
        jvm.requests.write(twin + "\t" + test + "\n");
        jvm.requests.flush();
        String verdict = verdict(jvm);
        if (verdict == null || ++jvm.tests == TESTS) {
            close();
        }
        return verdict != null && verdict.startsWith("RED\t") ? Optional.of(verdict.substring(4)) : Optional.empty();
    }

    /** Null if the JVM has ended, or was ended because it hangs. */
    private static @Nullable String verdict(Running jvm) {
        Thread limit = Thread.ofPlatform().daemon().name("limit of a twin").start(() -> {
            try {
                TimeUnit.SECONDS.sleep(SECONDS);
                jvm.process.destroyForcibly();
            } catch (InterruptedException e) {
                // It has given its verdict.
            }
        });
        try {
            return jvm.verdicts.readLine();
        } catch (IOException e) {
            return null;
        } finally {
            limit.interrupt();
        }
    }

    private Running start() throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-Dheddle.jcstress.looks=5",
                "-cp",
                System.getProperty("java.class.path"),
                TwinJvm.class.getName()));
        command.addAll(options);
        return new Running(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(LOG.toFile()))
                .start());
    }

    /** Ends the JVM. */
    @Override
    public void close() {
        Running jvm = running;
        running = null;
        if (jvm != null) {
            jvm.process.destroyForcibly();
        }
    }
}
