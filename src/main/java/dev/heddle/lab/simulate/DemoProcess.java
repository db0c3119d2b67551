package dev.heddle.lab.simulate;

import com.google.gson.JsonObject;
import dev.heddle.lab.BlockingHttpClient;
import dev.heddle.lab.ChildProcess;
import dev.heddle.lab.Json;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
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

    private static final Pattern ADDRESS = Pattern.compile("listening on http://[^:]+:(\\d+) .*");
    private static final Pattern FIGURES = Pattern.compile("\\d+( \\d+){4}");

    /** How long the server may take until it accepts. */
    private static final Duration READY = Duration.ofSeconds(30);

    private static final Duration ANSWERED = Duration.ofSeconds(20);

    /** How much longer than its load a client may take. */
    private static final Duration CLIENT = Duration.ofSeconds(60);

    private static final int WARM_CONNECTIONS = 16;
    private static final double WARM_UP_SECONDS = 1.5;
    private static final int MOST_WARM_UPS = 6;

    /** A server whose requests cost at least this part of what they did in the load before is compiled. */
    private static final double SETTLED = 0.97;

    private final ChildProcess server;
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
        this.server = ChildProcess.start(command);
        try {
            this.port = Integer.parseInt(server.awaitLine(ADDRESS, READY).group(1));
        } catch (IOException e) {
            server.close();
            throw new IOException("the server did not start: " + e.getMessage(), e);
        }
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

    /** Keeps it from running until {@link #resume}. */
    void pause() throws IOException {
        server.pause();
    }

    /** Lets it run again. */
    void resume() throws IOException {
        server.resume();
    }

    /** Loads it until it is compiled. */
    void warmUp() throws IOException {
        settle("/plaintext", false);
        settle("/bytes?n=13", false);
        settle("/plaintext", true);
    }

    /** On a slow core a compiler that shares it with server and client may need ten seconds. */
    private void settle(String path, boolean newConnections) throws IOException {
        double before = Double.MAX_VALUE;
        for (int i = 0; i < MOST_WARM_UPS; i++) {
            double now = load(path, WARM_CONNECTIONS, 1, newConnections, WARM_UP_SECONDS)
                    .serverMicros();
            if (now > SETTLED * before) {
                return;
            }
            before = now;
        }
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
                Long.toString(server.handle().pid())));
        long[] figures = Arrays.stream(run(command, seconds).split(" ", -1))
                .mapToLong(Long::parseLong)
                .toArray();
        return new Load(figures[0], figures[1], figures[2], figures[3], figures[4]);
    }

    /** What a client prints. */
    private static String run(List<String> command, double seconds) throws IOException {
        try (ChildProcess client = ChildProcess.start(command)) {
            return client.awaitLine(FIGURES, CLIENT.plusMillis((long) (seconds * 1e3)))
                    .group();
        } catch (IOException e) {
            throw new IOException("the client failed: " + e.getMessage(), e);
        }
    }

    /** The server's statistics. */
    JsonObject stats() throws IOException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        return Json.read(BlockingHttpClient.get(address, "/stats", ANSWERED), JsonObject.class);
    }

    @Override
    public void close() {
        server.close();
    }
}
