package dev.heddle.jcstress.launcher;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.infra.collectors.TestResult;

/** One {@link SharedJvm} after another: a new one where the last has ended, hangs, or has run enough tests to be full of what they left. */
final class SharedJvms implements AutoCloseable {
    /** How many tests a JVM runs: the guards of their waits stay, and look twenty times a second. */
    private static final int TESTS = 15;

    /** The longest that a request may take. jcstress gives up after half a minute. */
    private static final int SECONDS = 90;

    /** What the JVMs print. */
    static final Path LOG = Path.of("shared-jvms.log");

    /**
     * How the compiler treats jcstress's loops and the actors, as jcstress has it for a test in a JVM of its own: the actors are inlined in the
     * loops over the samples, which wait until they are compiled.
     */
    private static final String COMPILER_DIRECTIVES = """
            [
              {
                match: ["org.openjdk.jcstress.infra.runners.VoidThread::*", "org.openjdk.jcstress.infra.runners.LongThread::*",
                        "org.openjdk.jcstress.infra.runners.CounterThread::*"],
                inline: "-*::*",
              },
              {
                match: ["*::jcstress_iteration_*", "*::jcstress_sanityCheck_*"],
                inline: ["-*::jcstress_stride_*", "-*::jcstress_check_*", "+*::jcstress_consume_*",
                         "+org.openjdk.jcstress.infra.runners.WorkerSync::*", "+java.util.concurrent.atomic.*::*",
                         "-*::jcstress_ni_consume_*"],
                BackgroundCompilation: false,
              },
              {
                match: "org.openjdk.jcstress.infra.runners.WorkerSync::*",
                inline: "+*::*",
                BackgroundCompilation: false,
              },
              {
                match: ["*::jcstress_stride_*", "*::jcstress_check_*"],
                inline: ["+*::jcstress_consume_*", "-*::jcstress_ni_consume_*", "+dev.heddle.jcstress.concurrent.*::*",
                         "+dev.heddle.net.*::*"],
                BackgroundCompilation: false,
              },
            ]
            """;

    private final Supplier<List<String>> jvmArguments;
    private @Nullable Running running;

    /** A JVM, its arguments, and how many tests it has run. */
    private static final class Running {
        private final Process process;
        private final List<String> arguments;
        private final BufferedReader answers;
        private final Writer requests;
        private int tests;

        Running(Process process, List<String> arguments) {
            this.process = process;
            this.arguments = arguments;
            this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            this.requests = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
        }
    }

    /** @param jvmArguments asked for those of each JVM */
    SharedJvms(Supplier<List<String>> jvmArguments) {
        this.jvmArguments = jvmArguments;
    }

    /**
     * What a test gave.
     *
     * @param jvmArguments those of the JVM that ran it
     * @param results of each run; empty if the JVM has ended, or was ended because it hangs
     */
    record Answer(List<String> jvmArguments, List<TestResult> results) {}

    /** Runs a test, in the JVM that ran the last one if that can go on. */
    Answer run(SharedRequest request) throws IOException {
        Running jvm = running == null ? start() : running;
        running = jvm;
        jvm.requests.write(request.format() + "\n");
        jvm.requests.flush();
        String answer = answer(jvm);
        if (answer == null || ++jvm.tests == TESTS) {
            close();
        }
        return new Answer(jvm.arguments, answer == null ? List.of() : SharedRequest.results(answer));
    }

    /** Null if the JVM has ended, or was ended because it hangs. */
    private static @Nullable String answer(Running jvm) {
        Thread limit = Thread.ofPlatform().daemon().name("limit of a test").start(() -> {
            try {
                TimeUnit.SECONDS.sleep(SECONDS);
                jvm.process.destroyForcibly();
            } catch (InterruptedException e) {
                // It has answered.
            }
        });
        try {
            String line = jvm.answers.readLine();
            while (line != null && !SharedRequest.isAnswer(line)) {
                line = jvm.answers.readLine();
            }
            return line;
        } catch (IOException e) {
            return null;
        } finally {
            limit.interrupt();
        }
    }

    private Running start() throws IOException {
        Path directives = Files.writeString(Path.of("directives"), COMPILER_DIRECTIVES);
        List<String> arguments = jvmArguments.get();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-XX:+UnlockDiagnosticVMOptions",
                "-XX:CompilerDirectivesFile=" + directives.toAbsolutePath()));
        command.addAll(arguments);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), SharedJvm.class.getName()));
        return new Running(
                new ProcessBuilder(command)
                        .redirectError(ProcessBuilder.Redirect.appendTo(LOG.toFile()))
                        .start(),
                arguments);
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
