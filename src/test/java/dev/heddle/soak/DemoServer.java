package dev.heddle.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.cli.HeddleProcess;
import dev.heddle.cli.HeddleProcess.Ended;
import dev.heddle.jdkhttp.TestKeys;
import dev.heddle.support.Eventually;
import dev.heddle.support.HttpReply;
import dev.heddle.support.TestClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** The demo application, or {@link DropInApplication}, in a process of its own, and what can be seen of it from outside. */
final class DemoServer implements AutoCloseable {
    /** A JVM's exit code after SIGTERM when its program does not choose one. */
    static final int SIGTERM_HEARD = 128 + 15;

    private static final Pattern THREAD = Pattern.compile("\"name\": *\"(heddle-[a-z]+)[^\"]*\"");
    private static final Pattern HELD = Pattern.compile("\"(?:open|waiting|running|bufferedBytes|inFlight)\":\\d+");
    private static final long TIMEOUT_SECONDS = 60;
    private static final int SMALL_BUFFER = 8192;

    private final HeddleProcess process;
    private final InetSocketAddress address;
    private final boolean hasStats;

    /** Null without TLS. */
    private final @Nullable SSLSocketFactory tls;

    private DemoServer(HeddleProcess process, boolean hasStats, @Nullable SSLSocketFactory tls) throws IOException {
        this.process = process;
        this.hasStats = hasStats;
        this.tls = tls;
        this.address = new InetSocketAddress(InetAddress.getLoopbackAddress(), process.port());
    }

    /** Starts it on a free port. */
    static DemoServer start(String architecture, String... arguments) throws IOException {
        return start(List.of(), architecture, arguments);
    }

    /** The same, with options for the JVM. */
    static DemoServer start(List<String> jvmOptions, String architecture, String... arguments) throws IOException {
        return new DemoServer(
                HeddleProcess.start(jvmOptions, demo(architecture, arguments)),
                !List.of(arguments).contains("line"),
                null);
    }

    /** Starts a program on the drop-in. */
    static DemoServer startDropIn(List<String> jvmOptions, String architecture) throws IOException {
        return new DemoServer(
                HeddleProcess.startProgram(jvmOptions, DropInApplication.class, architecture), true, null);
    }

    /** The same over TLS. */
    static DemoServer startOverTls(List<String> jvmOptions, String architecture, Path keys)
            throws IOException, GeneralSecurityException {
        return new DemoServer(
                HeddleProcess.startProgram(jvmOptions, DropInApplication.class, architecture, keys.toString()),
                true,
                TestKeys.read(keys).anonymousClient().getSocketFactory());
    }

    /** The same, allowed so many open descriptors. */
    static DemoServer startWithDescriptors(int most, String architecture, String... arguments) throws IOException {
        return new DemoServer(HeddleProcess.startWithDescriptors(most, demo(architecture, arguments)), true, null);
    }

    private static String[] demo(String architecture, String... more) {
        return Stream.concat(Stream.of("demo", "-p", "0", "-a", architecture), Stream.of(more))
                .toArray(String[]::new);
    }

    /** Where it listens. */
    InetSocketAddress address() {
        return address;
    }

    /** Connects, over TLS if that is what it speaks. */
    TestClient connect() throws IOException {
        return tls == null ? TestClient.connect(address) : TestClient.over(connectSocket(0));
    }

    /** Connects the n-th of many clients, which has a small send buffer. */
    Socket connectSocket(int n) throws IOException {
        Socket socket = SourceAddresses.connect(address, n);
        socket.setSendBufferSize(SMALL_BUFFER);
        return overTls(socket);
    }

    private Socket overTls(Socket socket) throws IOException {
        if (tls == null) {
            return socket;
        }
        try {
            SSLSocket over = (SSLSocket) tls.createSocket(socket, "localhost", socket.getPort(), true);
            over.startHandshake();
            return over;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Makes a request on a connection of its own. */
    HttpReply get(String path) throws IOException {
        try (TestClient client = connect()) {
            return client.get(path);
        }
    }

    /** One of its statistics: the first of this name. */
    long figure(String name) throws IOException {
        return figure(name, get("stats").text());
    }

    private static long figure(String name, String stats) throws IOException {
        Matcher figure = Pattern.compile("\"" + name + "\":(\\d+)").matcher(stats);
        if (!figure.find()) {
            throw new IOException("no " + name + " in " + stats);
        }
        return Long.parseLong(figure.group(1));
    }

    /** Waits for the wanted number of open connections, the one that reads it included. */
    void awaitConnections(LongPredicate wanted) {
        Eventually.await("the wanted number of connections", () -> {
            try {
                return wanted.test(figure("open"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** The processor time that it has used so far. */
    Duration processorTime() {
        return process.processorTime();
    }

    /** What it holds now. */
    HeldResources holdings() throws IOException {
        String held = HELD.matcher(hasStats ? get("stats").text() : "")
                .results()
                .map(MatchResult::group)
                .collect(Collectors.joining(" "));
        // Descriptors last: by then the connection that asked is closed, and jcmd has left its own socket.
        Map<String, Long> threads = threads();
        return new HeldResources(
                descriptors(target -> target.startsWith("socket:")),
                descriptors(target -> !target.startsWith("socket:")),
                threads,
                held);
    }

    /** What it holds once that no longer changes. */
    HeldResources holdingsAtRest() throws IOException {
        HeldResources[] latest = {holdings()};
        Eventually.await("it is at rest", () -> {
            HeldResources earlier = latest[0];
            latest[0] = now();
            return latest[0].equals(earlier);
        });
        return latest[0];
    }

    private HeldResources now() {
        try {
            return holdings();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Fails unless it soon holds what it held before. */
    void assertHoldsAgain(HeldResources before) throws IOException {
        try {
            Eventually.await("it holds what it held", () -> now().equals(before));
        } catch (AssertionError e) {
            assertThat(holdings()).isEqualTo(before); // says what differs
        }
    }

    private long descriptors(Predicate<String> which) throws IOException {
        try (Stream<Path> all = Files.list(proc("fd"))) {
            return all.map(DemoServer::target).filter(which).count();
        }
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            return "socket: closed since it was listed";
        }
    }

    /** Only a dump has virtual threads. */
    private Map<String, Long> threads() throws IOException {
        Path folder = Files.createTempDirectory("heddle-threads");
        Path file = folder.resolve("threads.json");
        try {
            jcmd("Thread.dump_to_file", "-format=json", file.toString());
            return THREAD.matcher(Files.readString(file))
                    .results()
                    .collect(Collectors.groupingBy(found -> found.group(1), TreeMap::new, Collectors.counting()));
        } finally {
            Files.deleteIfExists(file);
            Files.delete(folder);
        }
    }

    /** The number of kernel threads: carriers, and the JVM's own. */
    long kernelThreads() throws IOException {
        try (Stream<Path> all = Files.list(proc("task"))) {
            return all.count();
        }
    }

    /** Bytes of live objects. Collects garbage first. */
    long liveHeap() throws IOException {
        String[] histogram = jcmd("GC.class_histogram").strip().split("\\s+", -1);
        return Long.parseLong(histogram[histogram.length - 1]);
    }

    /** Bytes of resident memory. */
    long residentMemory() throws IOException {
        return Files.readAllLines(proc("status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .findFirst()
                .orElseThrow();
    }

    /**
     * Connections that the kernel has given to the program and that its clients keep, but the server does not know: those for which the JDK
     * found no memory.
     */
    long lostConnections() throws IOException {
        try (TestClient client = connect()) {
            long known = figure("open", client.get("stats").text());
            return acceptedConnections() - known; // This client's is in both.
        }
    }

    /** See proc_net_tcp in the kernel's documentation: the local address, the state and, of what the program has accepted, an inode. */
    private long acceptedConnections() throws IOException {
        String port = String.format(":%04X", address.getPort());
        long accepted = 0;
        for (String table : List.of("net/tcp", "net/tcp6")) {
            if (!Files.exists(proc(table))) {
                continue; // A kernel without IPv6.
            }
            try (Stream<String> rows = Files.lines(proc(table))) {
                accepted += rows.map(row -> row.strip().split("\\s+", -1))
                        .filter(row -> row[1].endsWith(port) && row[3].equals("01") && !row[9].equals("0"))
                        .count();
            }
        }
        return accepted;
    }

    private Path proc(String file) {
        return Path.of("/proc", Long.toString(process.pid()), file);
    }

    private String jcmd(String... command) throws IOException {
        String[] all = Stream.concat(
                        Stream.of(HeddleProcess.jdkTool("jcmd"), Long.toString(process.pid())), Stream.of(command))
                .toArray(String[]::new);
        Process jcmd = new ProcessBuilder(all).redirectErrorStream(true).start();
        String said = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (!jcmd.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS) || jcmd.exitValue() != 0) {
                throw new IOException("jcmd failed: " + said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while jcmd ran", e);
        }
        return said;
    }

    /** The lines on standard error so far. */
    List<String> errors() throws IOException {
        return process.errors();
    }

    /** Sends SIGTERM. */
    void terminate() {
        process.terminate();
    }

    /** Waits for its end. */
    Ended awaitEnd() throws IOException, InterruptedException {
        return process.awaitEnd();
    }

    /** Stops it and fails unless it exits with 0 and has logged nothing. */
    void assertEndsWell() throws IOException, InterruptedException {
        terminate();
        assertThat(awaitEnd()).isEqualTo(new Ended(0, "", List.of()));
    }

    /** Tells it to stop, and returns its exit code. */
    int endsWithExitCode() throws IOException, InterruptedException {
        terminate();
        return awaitEnd().code();
    }

    @Override
    public void close() throws IOException {
        process.close();
    }
}
