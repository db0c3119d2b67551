package dev.heddle.jcstress.launcher;

import dev.heddle.jcstress.launcher.Effort.Group;
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
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.infra.Status;
import org.openjdk.jcstress.infra.TestInfo;
import org.openjdk.jcstress.infra.collectors.TestResult;
import org.openjdk.jcstress.infra.runners.TestList;
import org.openjdk.jcstress.os.OSSupport;
import org.openjdk.jcstress.vm.VMSupport;

/** One {@link SharedJvm} after another: a new one where the last has ended, hangs, or has run enough tests to be full of what they left. */
final class SharedJvms implements AutoCloseable {
    /** How many tests a JVM runs: the guards of their waits stay, and look twenty times a second. */
    private static final int TESTS = 15;

    /** The longest that an iteration may take, with all that is around it. jcstress gives it up after half a minute. */
    private static final int SECONDS = 90;

    /** What the JVMs print. */
    static final Path LOG = Path.of("shared-jvms.log");

    private final List<String> arguments;
    private @Nullable Running running;

    /** A JVM, and how many tests it has run. */
    private static final class Running {
        private final Process process;
        private final BufferedReader answers;
        private final Writer requests;
        private int tests;

        Running(Process process) {
            this.process = process;
            this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            this.requests = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
        }
    }

    /** @param arguments of each JVM */
    SharedJvms(List<String> arguments) {
        this.arguments = arguments;
    }

    /**
     * Runs a test, in the JVM that ran the last one if that can go on.
     *
     * @return the result of each run, at least one
     */
    List<TestResult> run(SharedRequest request) throws IOException {
        if (running == null || !running.process.isAlive()) {
            close();
            running = start();
        }
        Running jvm = running;
        AtomicBoolean hung = new AtomicBoolean();
        String line = answer(jvm, request, hung);
        if (line == null) {
            close();
            TestResult none = new TestResult(hung.get() ? Status.TIMEOUT_ERROR : Status.VM_ERROR);
            none.addMessage("See " + LOG.toAbsolutePath());
            return List.of(none);
        }
        SharedAnswer answer = SharedAnswer.parse(line);
        if (!answer.goesOn() || ++jvm.tests == TESTS) {
            close();
        }
        return answer.results();
    }

    /** Null if the JVM has ended, or was ended because it hangs. */
    private static @Nullable String answer(Running jvm, SharedRequest request, AtomicBoolean hung) {
        Thread limit = Thread.ofPlatform().daemon().name("limit of a test").start(() -> {
            try {
                TimeUnit.SECONDS.sleep((long) SECONDS * request.runs() * request.config().iters);
                hung.set(true);
                jvm.process.destroyForcibly();
            } catch (InterruptedException e) {
                // It has answered.
            }
        });
        try {
            jvm.requests.write(request.format() + "\n");
            jvm.requests.flush();
            String line = jvm.answers.readLine();
            while (line != null && !SharedAnswer.isAnswer(line)) {
                line = jvm.answers.readLine();
            }
            return line;
        } catch (IOException e) {
            return null;
        } finally {
            limit.interrupt();
        }
    }

    /** As jcstress starts its own, with all that it has found to be supported. */
    private Running start() throws IOException {
        Path directives = Files.writeString(Path.of("directives"), CompilerDirectives.of(sharingTests()));
        List<String> command = new ArrayList<>(VMSupport.getJavaInvokeLine());
        command.addAll(OSSupport.getJavaInvokeArguments());
        command.addAll(List.of(
                "--enable-native-access=ALL-UNNAMED",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "-XX:+UnlockDiagnosticVMOptions",
                "-XX:+DisplayVMOutputToStderr",
                "-XX:CompilerDirectivesLimit=1000",
                "-XX:CompilerDirectivesFile=" + directives.toAbsolutePath()));
        command.addAll(arguments);
        command.add(SharedJvm.class.getName());
        return new Running(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(LOG.toFile()))
                .start());
    }

    private static List<TestInfo> sharingTests() {
        return TestList.tests().stream()
                .filter(test -> Group.of(test).isInMemory())
                .map(TestList::getInfo)
                .toList();
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
