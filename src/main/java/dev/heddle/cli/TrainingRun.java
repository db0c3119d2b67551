package dev.heddle.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Runs this Java in processes of its own, for an archive: one that answers requests of each kind over loopback and writes down what it has
 * loaded, on Java 21 to 24 one that makes the archive of that, and one that requires it. On the main thread.
 */
final class TrainingRun {
    /** The option of {@code archive} that a process to learn from is started with. */
    static final String SERVE_UNTIL_END_OF_INPUT = "--serve-until-end-of-input";

    private static final Set<String> VARIABLES_WITH_OPTIONS = Set.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS");
    private static final byte[] LOOPBACK = {127, 0, 0, 1};
    private static final int SERVERS = 2;
    private static final long MOST_SECONDS = 180;
    private static final Pattern LISTENING = Pattern.compile("listening on http://127\\.0\\.0\\.1:(\\d+) .*");

    /** In this order, on one connection; the last one closes it. */
    private static final String REQUESTS = "GET /plaintext HTTP/1.1\r\nHost: a\r\n\r\n"
            + "GET / HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip\r\n\r\n"
            + "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc"
            + "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"
            + "GET /bytes?n=1000 HTTP/1.1\r\nHost: a\r\nRange: bytes=0-9\r\n\r\n"
            + "GET /spin?us=1 HTTP/1.1\r\nHost: a\r\n\r\n"
            + "GET /stats HTTP/1.1\r\nHost: a\r\n\r\n"
            + "HEAD /page.html HTTP/1.1\r\nHost: a\r\n\r\n"
            + "GET /page.html HTTP/1.1\r\nHost: a\r\nRange: bytes=0-3\r\nConnection: close\r\n\r\n";

    /** The first request of a program is often alone on its connection. */
    private static final String ONE_REQUEST = "GET /page.html HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

    private final Path jar;
    private final StartupArchive kind;

    /** What the process has said that is running; for the message if it fails. */
    private final List<String> said = new ArrayList<>();

    TrainingRun(Path jar, StartupArchive kind) {
        this.jar = jar;
        this.kind = kind;
    }

    /**
     * Writes the archive.
     *
     * @throws CommandFailure if this Java did not; the message has what it said
     */
    void write(Path file) throws CommandFailure, IOException, InterruptedException {
        Path served = Files.createTempDirectory("training-of-heddle-");
        Path page = served.resolve("page.html");
        Path classes = served.resolve("classes");
        List<String> toMake = kind.optionsToMake(classes, file);
        try {
            Files.writeString(page, "<!doctype html><title>Heddle</title>\n");
            run(
                    List.of(kind.optionToLearn(toMake.isEmpty() ? file : classes)),
                    List.of("archive", SERVE_UNTIL_END_OF_INPUT, served.toString()),
                    SERVERS);
            if (!toMake.isEmpty()) {
                run(toMake, List.of(), 0);
            }
        } finally {
            Files.deleteIfExists(classes);
            Files.deleteIfExists(page);
            Files.deleteIfExists(served);
        }
        if (!Files.exists(file)) {
            throw failure("this Java wrote no archive");
        }
    }

    /**
     * Requires that this Java can use the archive with this jar.
     *
     * @throws CommandFailure if not; the message says what to do
     */
    void requireUsable(Path file) throws CommandFailure, IOException, InterruptedException {
        try {
            run(kind.optionsToRequire(file), List.of("--version"), 0);
        } catch (CommandFailure e) {
            throw new CommandFailure("'" + file + "' does not fit Java " + System.getProperty("java.version") + " ("
                    + System.getProperty("java.home") + ") and '" + jar
                    + "': it was made by another Java or from another jar, or is damaged; make it again with 'archive --force'"
                    + " (" + (said.isEmpty() ? "no message" : said.getFirst()) + ")");
        }
    }

    /** Runs a command of the jar to its end, and before that makes requests to each server that it starts. */
    private void run(List<String> options, List<String> arguments, int servers)
            throws CommandFailure, IOException, InterruptedException {
        said.clear();
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-jar", jar.toString()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment()
                .replaceAll((name, value) -> VARIABLES_WITH_OPTIONS.contains(name) ? withoutArchive(value) : value);
        Process process = builder.start();
        // Ends the waits for its output and for its responses, too.
        process.onExit().orTimeout(MOST_SECONDS, TimeUnit.SECONDS).exceptionally(late -> process.destroyForcibly());
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            for (int served = 0; served < servers; served++) {
                int port = nextPort(output);
                request(port, REQUESTS);
                request(port, ONE_REQUEST);
            }
            process.getOutputStream().close();
            output.lines().forEach(said::add);
            if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw failure("this Java failed");
            }
        } finally {
            process.destroyForcibly();
        }
    }

    /** The user's other options are kept: an archive fits the JVM only with those, as the choice of a garbage collector. */
    private static String withoutArchive(String options) {
        return Arrays.stream(options.split("\\s+"))
                .filter(option -> !StartupArchive.isOptionToUse(option))
                .collect(Collectors.joining(" "));
    }

    private int nextPort(BufferedReader output) throws CommandFailure, IOException {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            Matcher listening = LISTENING.matcher(line);
            if (listening.matches()) {
                return Integer.parseInt(listening.group(1));
            }
            said.add(line);
        }
        throw failure("the server to learn from did not start");
    }

    private static void request(int port, String requests) throws IOException {
        try (Socket socket = new Socket(InetAddress.getByAddress(LOOPBACK), port)) {
            OutputStream out = socket.getOutputStream();
            out.write(requests.getBytes(StandardCharsets.US_ASCII));
            out.flush();
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        }
    }

    private CommandFailure failure(String what) {
        return new CommandFailure(what + ": " + String.join("; ", said));
    }
}
