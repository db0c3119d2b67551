package dev.heddle.lab.simulate;

import com.google.gson.JsonObject;
import dev.heddle.lab.Json;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** {@code heddle demo} in a JVM of its own, and the client beside it, both on the same cores. */
final class DemoProcess implements AutoCloseable {
    /**
     * How a load went. Times in ns.
     *
     * @param others what other programs used, of a million of the cores
     */
    record Load(long requests, long nanos, long serverNanos, long clientNanos, long others) {
        double rate() {
            return requests * 1e9 / nanos;
        }

        double serverMicros() {
            return serverNanos / 1e3 / requests;
        }

        double clientMicros() {
            return clientNanos / 1e3 / requests;
        }
    }

    private static final long END_SECONDS = 5;
    private static final int WARM_CONNECTIONS = 16;
    private static final double WARM_UP_SECONDS = 1.5;

    private final Process server;
    private final List<String> prefix;
    private final int port;

    /**
     * Starts a server.
     *
     * @param oneCore whether it and its client get one core; else all
     * @param flags of the command
     */
    DemoProcess(boolean oneCore, String... flags) throws IOException {
        this.prefix = oneCore ? List.of("taskset", "-c", "0") : List.of();
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(java(), "-jar", jar().toString(), "demo", "--port", "0"));
        command.addAll(List.of(flags));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().keySet().removeIf(variable -> variable.startsWith("HEDDLE_"));
        this.server = builder.start();
        // Also if this program is interrupted: the server would go on.
        Runtime.getRuntime().addShutdownHook(new Thread(server::destroy, "heddle-end-demo"));
        this.port = readPort();
    }

    /** Whether a program can be given one core here. */
    static boolean canChooseCores() {
        String path = System.getenv("PATH");
        return path != null
                && Stream.of(path.split(File.pathSeparator, -1))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "taskset")));
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static Path jar() throws IOException {
        try {
            Path code = Path.of(DemoProcess.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            if (Files.isRegularFile(code)) {
                return code;
            }
        } catch (URISyntaxException e) {
            throw new IOException("cannot find the jar of this program", e);
        }
        throw new IOException("costs can be measured with the runnable jar only");
    }

    private int readPort() throws IOException {
        BufferedReader out = new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8));
        String line = out.readLine();
        if (line == null || !line.startsWith("listening on ")) {
            close();
            throw new IOException("the server did not start: " + line);
        }
        return URI.create(line.split(" ", -1)[2]).getPort();
    }

    /** Loads it until it is compiled. */
    void warmUp() throws IOException {
        load("/plaintext", WARM_CONNECTIONS, 1, false, WARM_UP_SECONDS);
        load("/bytes?n=13", WARM_CONNECTIONS, 1, false, WARM_UP_SECONDS / 2);
        load("/plaintext", WARM_CONNECTIONS, 1, true, WARM_UP_SECONDS);
    }

    /** Applies a load. */
    Load load(String path, int connections, int pipelined, boolean newConnections, double seconds) throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(java(), "-cp", jar().toString(), LoadProcess.class.getName()));
        command.addAll(List.of(
                Integer.toString(port),
                path,
                Integer.toString(connections),
                Integer.toString(pipelined),
                Boolean.toString(newConnections),
                Double.toString(seconds),
                Long.toString(server.pid())));
        Process client = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (!said.matches("\\d+( \\d+){4}")) {
            throw new IOException(
                    "the client failed: " + said.lines().findFirst().orElse("it said nothing"));
        }
        long[] figures =
                Arrays.stream(said.split(" ", -1)).mapToLong(Long::parseLong).toArray();
        return new Load(figures[0], figures[1], figures[2], figures[3], figures[4]);
    }

    /** The server's statistics. */
    JsonObject stats() throws IOException {
        URI uri = URI.create("http://127.0.0.1:" + port + "/stats");
        try (var in = uri.toURL().openStream()) {
            return Json.read(new String(in.readAllBytes(), StandardCharsets.UTF_8), JsonObject.class);
        }
    }

    @Override
    public void close() {
        server.destroy();
        try {
            if (!server.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                server.destroyForcibly();
            }
        } catch (InterruptedException e) {
            server.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
