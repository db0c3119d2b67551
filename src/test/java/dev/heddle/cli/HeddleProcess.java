package dev.heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The packaged jar in a process of its own, on the JDK that runs the tests. */
public final class HeddleProcess implements AutoCloseable {
    private static final long TIMEOUT_SECONDS = 60;
    private static final Pattern ADDRESS = Pattern.compile("listening on [a-z]+://127\\.0\\.0\\.1:(\\d+) ");

    private final Process process;
    private final BufferedReader out;
    private final Path err;
    private String schedulerLine = "";

    private HeddleProcess(Process process, Path err) {
        this.process = process;
        this.out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        this.err = err;
    }

    /** The exit code of a command, and its output. */
    public record Ended(int code, String out, List<String> err) {}

    /** Starts {@code heddle} with these arguments. */
    public static HeddleProcess start(String... arguments) throws IOException {
        return start(List.of(), arguments);
    }

    /** The same, with options for the JVM. */
    public static HeddleProcess start(List<String> jvmOptions, String... arguments) throws IOException {
        return start(List.of(), jvmOptions, arguments);
    }

    /** The same, with variables. */
    static HeddleProcess start(Map<String, String> variables, String... arguments) throws IOException {
        return start(List.of(), variables, arguments);
    }

    /** The same, with options for the JVM. */
    static HeddleProcess start(List<String> jvmOptions, Map<String, String> variables, String... arguments)
            throws IOException {
        Path err = Files.createTempFile("heddle-test-", ".err");
        ProcessBuilder builder = builder(List.of(), jvmOptions, arguments).redirectError(err.toFile());
        builder.environment().putAll(variables);
        return new HeddleProcess(builder.start(), err);
    }

    /** Starts a program of the tests on their class path. It prints the same two lines as {@code heddle}. */
    public static HeddleProcess startProgram(List<String> jvmOptions, Class<?> program, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(jdkTool("java")));
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
        command.addAll(List.of(arguments));
        Path err = Files.createTempFile("heddle-test-", ".err");
        return new HeddleProcess(builder(command).redirectError(err.toFile()).start(), err);
    }

    /** The same, with a limit of open file descriptors. */
    public static HeddleProcess startWithDescriptors(int limit, String... arguments) throws IOException {
        return startWithDescriptors(limit, List.of(), arguments);
    }

    /** The same, with options for the JVM. */
    static HeddleProcess startWithDescriptors(int limit, List<String> jvmOptions, String... arguments)
            throws IOException {
        return start(List.of("sh", "-c", "ulimit -n " + limit + " && exec \"$@\"", "sh"), jvmOptions, arguments);
    }

    /** Starts {@code heddle} with a pipe for standard error that is never read. */
    static HeddleProcess startWithUnreadError(String... arguments) throws IOException {
        Path unused = Files.createTempFile("heddle-test-", ".err");
        return new HeddleProcess(builder(List.of(), List.of(), arguments).start(), unused);
    }

    private static HeddleProcess start(List<String> prefix, List<String> jvmOptions, String... arguments)
            throws IOException {
        Path err = Files.createTempFile("heddle-test-", ".err");
        ProcessBuilder builder = builder(prefix, jvmOptions, arguments).redirectError(err.toFile());
        return new HeddleProcess(builder.start(), err);
    }

    /** Whether these tests run under {@code nohup}: what they start would ignore SIGHUP, too. */
    private static boolean hangupIsIgnored() {
        try (Stream<String> status = Files.lines(Path.of("/proc/self/status"))) {
            return status.filter(line -> line.startsWith("SigIgn:"))
                    .anyMatch(line -> (Integer.parseInt(line.substring(line.length() - 1), 16) & 1) != 0);
        } catch (IOException e) {
            return false;
        }
    }

    private static ProcessBuilder builder(List<String> prefix, List<String> jvmOptions, String... arguments) {
        List<String> command = new ArrayList<>(prefix);
        command.add(jdkTool("java"));
        command.addAll(jvmOptions);
        command.add("-jar");
        command.add(System.getProperty("heddle.runnableJar"));
        command.addAll(List.of(arguments));
        return builder(command);
    }

    private static ProcessBuilder builder(List<String> command) {
        List<String> all = new ArrayList<>(hangupIsIgnored() ? List.of("env", "--default-signal=HUP") : List.of());
        all.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(all);
        // The JVM would print on standard error that it picked them up.
        builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"));
        builder.environment().keySet().removeIf(variable -> variable.startsWith("HEDDLE_"));
        return builder;
    }

    /** Starts {@code heddle} as nohup does: with SIGHUP ignored. */
    static HeddleProcess startIgnoringHangup(String... arguments) throws IOException {
        return start(List.of("sh", "-c", "trap '' HUP && exec \"$@\"", "sh"), List.of(), arguments);
    }

    /** Whether a line on standard error contains all of these texts. */
    boolean hasError(String... texts) {
        try {
            return errors().stream().anyMatch(line -> List.of(texts).stream().allMatch(line::contains));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The lines on standard error so far. */
    public List<String> errors() throws IOException {
        return Files.readAllLines(err);
    }

    /** The path of a tool of the JDK that runs the tests. */
    public static String jdkTool(String name) {
        return Path.of(System.getProperty("java.home"), "bin", name).toString();
    }

    /** Runs a command that ends by itself. */
    static Ended run(String... arguments) throws IOException, InterruptedException {
        try (HeddleProcess heddle = start(arguments)) {
            return heddle.awaitEnd();
        }
    }

    /** Runs a command that ends by itself on another Java. The JVM's options name the jar or class. */
    static Ended runOn(Path java, List<String> jvmOptions, List<String> arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(java.toString()));
        command.addAll(jvmOptions);
        command.addAll(arguments);
        Path err = Files.createTempFile("heddle-test-", ".err");
        Process process = builder(command).redirectError(err.toFile()).start();
        try (HeddleProcess heddle = new HeddleProcess(process, err)) {
            return heddle.awaitEnd();
        }
    }

    /** The next line on standard output. */
    public String line() throws IOException {
        String line = out.readLine();
        return line == null ? "(end of output; on standard error: " + Files.readAllLines(err) + ")" : line;
    }

    /** Reads two lines, and returns the first, which says where it listens. */
    String startLine() throws IOException {
        String line = line();
        schedulerLine = line();
        return line;
    }

    /** The second of these lines, about the scheduler. */
    String schedulerLine() {
        return schedulerLine;
    }

    /** Reads the port that it listens on. */
    public int port() throws IOException {
        String line = startLine();
        Matcher address = ADDRESS.matcher(line);
        if (!address.find()) {
            throw new IOException("not the start line: " + line);
        }
        return Integer.parseInt(address.group(1));
    }

    /** Its process id. */
    public long pid() {
        return process.pid();
    }

    /** How much processor time it has used so far, of all processors together. */
    public Duration processorTime() {
        return process.info().totalCpuDuration().orElseThrow();
    }

    /** Sends SIGTERM. */
    public void terminate() {
        // By the handle: Process.destroy would also close our end of its output.
        assertThat(process.toHandle().destroy()).isTrue();
    }

    /** Sends a signal, by its name without {@code SIG}. */
    void signal(String name) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    /** Waits for its end, and returns its output from here on. */
    public Ended awaitEnd() throws IOException, InterruptedException {
        StringBuilder said = new StringBuilder();
        for (int c = out.read(); c >= 0; c = out.read()) {
            said.append((char) c);
        }
        if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
            throw new IOException("the process has closed its output but does not end");
        }
        return new Ended(process.exitValue(), said.toString(), Files.readAllLines(err));
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        out.close();
        Files.deleteIfExists(err);
    }
}
