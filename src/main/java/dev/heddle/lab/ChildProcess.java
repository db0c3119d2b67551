package dev.heddle.lab;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A program that this one has started, and that ends with it: also when this one is ended by a signal. A thread reads what it prints, so
 * that it never waits for that.
 */
public final class ChildProcess implements AutoCloseable {
    private static final int END_SECONDS = 10;

    /** Sends the signals. It is on every Unix; elsewhere there is none. */
    private static final Path SHELL = Path.of("/bin/sh");

    /** Of what was printed and not asked for, that many of the latest lines are kept. */
    private static final int MOST_LINES = 1000;

    /** How much of its output is told when it fails. */
    private static final int TOLD_LINES = 5;

    private final Process process;
    private final Thread endWithUs;

    /** Lines that it has printed; empty when there will be no more. */
    private final BlockingQueue<Optional<String>> printed = new ArrayBlockingQueue<>(MOST_LINES);

    private ChildProcess(ProcessBuilder builder) throws IOException {
        // The hook comes first, and waits for a start in progress: a program that was started a moment before the
        // signal must end, too.
        CompletableFuture<Optional<Process>> started = new CompletableFuture<>();
        this.endWithUs = new Thread(() -> started.join().ifPresent(Process::destroyForcibly), "heddle-end-child");
        try {
            Runtime.getRuntime().addShutdownHook(endWithUs);
        } catch (IllegalStateException e) { // This program is ending already.
            throw new IOException("no program is started any more", e);
        }
        try {
            this.process = builder.start();
        } catch (IOException | RuntimeException e) {
            started.complete(Optional.empty());
            forgetHook();
            throw e;
        }
        started.complete(Optional.of(process));
        Thread.ofPlatform().daemon().name("heddle-child-output").start(this::readOutput);
    }

    private void forgetHook() {
        try {
            Runtime.getRuntime().removeShutdownHook(endWithUs);
        } catch (IllegalStateException e) {
            // The hooks run already.
        }
    }

    /** Starts a program without input. Its standard error counts as output, too. */
    public static ChildProcess start(List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(nothing().toFile()));
        // Settings that someone has for servers: what is compared is told by flags alone.
        builder.environment().keySet().removeIf(variable -> variable.startsWith("HEDDLE_"));
        return new ChildProcess(builder);
    }

    private static Path nothing() {
        return Path.of(System.getProperty("os.name").startsWith("Windows") ? "NUL" : "/dev/null");
    }

    private void readOutput() {
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            out.lines().map(Optional::of).forEach(this::keep);
        } catch (IOException | UncheckedIOException e) {
            // It has ended, and its output with it.
        } finally {
            keep(Optional.empty());
        }
    }

    /** The latest lines are kept, if nobody takes them. */
    private void keep(Optional<String> line) {
        while (!printed.offer(line)) {
            printed.poll();
        }
    }

    /**
     * Waits until it prints a line that matches.
     *
     * @throws IOException if it does not within the time, or ends before; the message has the last lines that it printed
     */
    public Matcher awaitLine(Pattern pattern, Duration limit) throws IOException {
        long deadline = System.nanoTime() + limit.toNanos();
        Deque<String> last = new ArrayDeque<>();
        try {
            while (true) {
                Optional<String> line = printed.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (line == null) {
                    throw new IOException("it was not ready within " + limit.toMillis() / 1e3 + " s; " + told(last));
                }
                if (line.isEmpty()) {
                    throw new IOException("it ended " + exitCode() + "; " + told(last));
                }
                Matcher found = pattern.matcher(line.get());
                if (found.matches()) {
                    return found;
                }
                last.add(line.get().strip());
                if (last.size() > TOLD_LINES) {
                    last.remove();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted before it was ready");
        }
    }

    private static String told(Deque<String> lines) {
        return lines.isEmpty() ? "it said nothing" : "it said: " + String.join(" / ", lines);
    }

    private String exitCode() throws InterruptedException {
        return process.waitFor(1, TimeUnit.SECONDS) ? "with exit code " + process.exitValue() : "its output";
    }

    /** What the system tells about it. */
    public ProcessHandle handle() {
        return process.toHandle();
    }

    /**
     * Keeps it from running until {@link #resume}, where the system can do that: an idle JVM wakes up dozens of times a second, which would
     * disturb whatever is measured meanwhile.
     *
     * @throws IOException if the system refuses
     */
    public void pause() throws IOException {
        signal("STOP");
    }

    /**
     * Lets it run again.
     *
     * @throws IOException if the system refuses
     */
    public void resume() throws IOException {
        signal("CONT");
    }

    private void signal(String name) throws IOException {
        if (!Files.isExecutable(SHELL) || !process.isAlive()) {
            return;
        }
        Process kill = new ProcessBuilder(SHELL.toString(), "-c", "kill -" + name + " " + process.pid())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            if (kill.waitFor() != 0 && process.isAlive()) {
                throw new IOException("SIG" + name + " could not be sent to process " + process.pid());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while SIG" + name + " was sent");
        }
    }

    /** Ends it at once, and waits for that. */
    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor(END_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        forgetHook();
    }
}
