package dev.heddle.bench.tls;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.net.ssl.SSLContext;

/**
 * Compares servers over TLS 1.3 with one certificate (EC, P-256), and prints a table. Arguments: rounds (3), and seconds of each
 * measurement (3). Each server runs all the time in a JVM of its own; the client shares the processors with it, so that the server's
 * processor time for each request tells more than the rate.
 */
public final class TlsComparison {
    private static final List<String> SERVERS = List.of("heddle", "netty", "jetty", "helidon");

    private final int rounds;
    private final Duration window;
    private final Map<TlsLoad.Kind, Map<String, List<TlsLoad.Run>>> results = new TreeMap<>();

    private TlsComparison(int rounds, Duration window) {
        this.rounds = rounds;
        this.window = window;
    }

    /** Runs the comparison. */
    public static void main(String[] arguments) throws Exception {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 3;
        int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 3;
        Path directory = Files.createTempDirectory("heddle-tls");
        Path file = directory.resolve("server.p12");
        try {
            makeCertificate(file);
            TlsComparison comparison = new TlsComparison(rounds, Duration.ofSeconds(seconds));
            comparison.run(file);
            comparison.print();
        } finally {
            Files.deleteIfExists(file);
            Files.deleteIfExists(directory);
        }
    }

    private static String tool(String name) {
        return Path.of(System.getProperty("java.home"), "bin", name).toString();
    }

    private static void makeCertificate(Path file) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(tool("keytool"), "-genkeypair", "-alias", "server"));
        command.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1", "-dname", "CN=localhost"));
        command.addAll(List.of("-keystore", file.toString(), "-storepass", new String(Payload.password())));
        Process keytool = new ProcessBuilder(command).inheritIO().start();
        if (keytool.waitFor() != 0) {
            throw new IOException("keytool failed");
        }
    }

    private record Running(String name, Process process, int port) {}

    private void run(Path file) throws Exception {
        SSLContext client = Payload.client(file);
        List<Running> servers = new ArrayList<>();
        try {
            for (String name : SERVERS) {
                servers.add(start(name, file));
            }
            measure(servers, client, Duration.ofSeconds(2), false);
            for (int round = 1; round <= rounds; round++) {
                System.err.println("round " + round + " of " + rounds);
                measure(servers, client, window, true);
                Collections.rotate(servers, 1);
            }
        } finally {
            servers.forEach(server -> server.process().destroy());
        }
    }

    private void measure(List<Running> servers, SSLContext client, Duration time, boolean counts)
            throws InterruptedException {
        for (TlsLoad.Kind kind : TlsLoad.Kind.values()) {
            for (Running server : servers) {
                TlsLoad.Run run = new TlsLoad(server.port(), kind, client)
                        .run(time, server.process().toHandle());
                if (counts) {
                    results.computeIfAbsent(kind, first -> new TreeMap<>())
                            .computeIfAbsent(server.name(), first -> new ArrayList<>())
                            .add(run);
                }
            }
        }
    }

    @SuppressWarnings("resource") // Its output ends with the process.
    private static Running start(String name, Path file) throws IOException {
        List<String> command = new ArrayList<>(List.of(tool("java"), "-Xmx1g", "--enable-native-access=ALL-UNNAMED"));
        command.addAll(List.of("--add-opens=java.base/java.lang=ALL-UNNAMED", "-cp"));
        command.addAll(List.of(System.getProperty("java.class.path"), TlsServerJvm.class.getName(), name));
        command.add(file.toString());
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith("port ")) {
                return new Running(name, process, Integer.parseInt(line.substring("port ".length())));
            }
        }
        throw new IOException(name + " exited before it listened");
    }

    /** The median rate of the rounds, and that round's processor time of the server. */
    private void print() {
        results.forEach((kind, servers) -> {
            System.out.println(
                    "\n" + kind.title() + "\n\n| server | per second | server µs each | failed |\n|---|--:|--:|--:|");
            servers.forEach((name, runs) -> {
                List<TlsLoad.Run> sorted = new ArrayList<>(runs);
                sorted.sort((one, other) -> Double.compare(rate(one), rate(other)));
                TlsLoad.Run median = sorted.get(sorted.size() / 2);
                double micros = median.serverTime().toNanos() / 1e3 / Math.max(1, median.completed());
                System.out.printf(
                        Locale.ROOT, "| %s | %.1f | %.1f | %d |%n", name, rate(median), micros, median.failed());
            });
        });
    }

    private static double rate(TlsLoad.Run run) {
        return run.completed() * 1e9 / run.elapsed().toNanos();
    }
}
