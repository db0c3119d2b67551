package dev.heddle.lab.compare;

import com.google.gson.JsonObject;
import dev.heddle.lab.BlockingHttpClient;
import dev.heddle.lab.ChildProcess;
import dev.heddle.lab.Json;
import dev.heddle.lab.load.LoadSpec;
import dev.heddle.lab.load.ProcessorTime;
import dev.heddle.lab.load.RequestKind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A server in a JVM of its own: this program's {@code demo}, on the JDK that runs this. */
public final class ServerUnderTest implements AutoCloseable {
    private static final Pattern ADDRESS = Pattern.compile("listening on http://[^:]+:(\\d+) .*");
    private static final Path NICE = Path.of("/usr/bin/nice");
    /** How long a server may take until it accepts, and for a response that is not measured. */
    private static final Duration READY = Duration.ofSeconds(30);

    private static final Duration ANSWERED = Duration.ofSeconds(20);

    /** Several run at a time. */
    private static final String HEAP = "-Xmx512m";

    private final Variant variant;
    private final ChildProcess process;
    private final InetSocketAddress address;

    private ServerUnderTest(Variant variant, ChildProcess process, InetSocketAddress address) {
        this.variant = variant;
        this.process = process;
        this.address = address;
    }

    /**
     * Starts a server and waits until it accepts.
     *
     * @param application flags that name someone's own application; empty for the demo's
     * @throws IOException if it does not start; the message says why
     */
    static ServerUnderTest start(Variant variant, List<String> application) throws IOException {
        List<String> command = new ArrayList<>(behindTheClient());
        command.addAll(javaCommand());
        command.addAll(List.of("demo", "-p", "0", "-a", variant.architecture()));
        command.addAll(variant.flags());
        command.addAll(application);
        ChildProcess process = ChildProcess.start(command);
        try {
            int port = Integer.parseInt(process.awaitLine(ADDRESS, READY).group(1));
            return new ServerUnderTest(variant, process, new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            process.close();
            throw new IOException(variant.name() + " did not start: " + e.getMessage(), e);
        }
    }

    /**
     * On a machine with few processors the system would let a computing server finish its time slice of milliseconds before the client may
     * send or note a response. So the server has the lower priority.
     */
    private static List<String> behindTheClient() {
        return Files.isExecutable(NICE) ? List.of(NICE.toString(), "-n", "5") : List.of();
    }

    /** How this program was started, from its jar or from a directory of classes. */
    private static List<String> javaCommand() throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Path self = self();
        return Files.isDirectory(self)
                ? List.of(
                        java,
                        HEAP,
                        "--add-opens=java.base/java.lang=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.heddle.cli.Main")
                : List.of(java, HEAP, "-jar", self.toString());
    }

    private static Path self() throws IOException {
        try {
            return Path.of(ServerUnderTest.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IOException("cannot find the program itself", e);
        }
    }

    /** Which server it is. */
    public Variant variant() {
        return variant;
    }

    /** Load on it, to be changed. */
    public LoadSpec load(RequestKind... kinds) {
        return LoadSpec.on(address, kinds);
    }

    Stats stats() throws IOException {
        return new Stats(Json.read(get("/stats"), JsonObject.class));
    }

    /** The body of a response. */
    String get(String target) throws IOException {
        return BlockingHttpClient.get(address, target, ANSWERED);
    }

    Duration processorTime() {
        return ProcessorTime.of(process.handle());
    }

    /** Keeps it from running while others are measured. */
    void pause() throws IOException {
        process.pause();
    }

    /** Lets it run again. */
    void resume() throws IOException {
        process.resume();
    }

    /** Ends it at once: nobody waits for its last responses. */
    @Override
    public void close() {
        process.close();
    }
}
