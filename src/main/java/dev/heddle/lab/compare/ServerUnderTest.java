package dev.heddle.lab.compare;

import com.google.gson.JsonObject;
import dev.heddle.lab.Json;
import dev.heddle.lab.load.LoadSpec;
import dev.heddle.lab.load.ProcessorTime;
import dev.heddle.lab.load.RequestKind;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server in a JVM of its own: this program's {@code demo}, on the JDK that runs this. */
public final class ServerUnderTest implements AutoCloseable {
    private static final Pattern ADDRESS = Pattern.compile("listening on http://[^:]+:(\\d+) .*");
    private static final Path NICE = Path.of("/usr/bin/nice");
    private static final String HEAP = "-Xmx1g";

    private final Variant variant;
    private final Process process;
    private final InetSocketAddress address;

    private ServerUnderTest(Variant variant, Process process, InetSocketAddress address) {
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
        Path errors = Files.createTempFile("heddle-compare-", ".err");
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectError(errors.toFile())
                    .redirectInput(ProcessBuilder.Redirect.from(nothing().toFile()));
            // Settings that someone has for servers: what is compared is told by flags alone.
            builder.environment().keySet().removeIf(variable -> variable.startsWith("HEDDLE_"));
            Process process = builder.start();
            try {
                return new ServerUnderTest(variant, process, address(process));
            } catch (IOException e) {
                process.destroyForcibly();
                throw new IOException(variant.name() + " did not start: "
                        + Files.readString(errors).lines().findFirst().orElse(String.valueOf(e.getMessage())));
            }
        } finally {
            Files.deleteIfExists(errors);
        }
    }

    /**
     * On a machine with few processors the system would let a computing server finish its time slice of milliseconds before the client may
     * send or note a response. So the server has the lower priority.
     */
    private static List<String> behindTheClient() {
        return Files.isExecutable(NICE) ? List.of(NICE.toString(), "-n", "5") : List.of();
    }

    private static Path nothing() {
        return Path.of(System.getProperty("os.name").startsWith("Windows") ? "NUL" : "/dev/null");
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

    @SuppressWarnings("resource") // Its output ends with the process; what it prints later is not needed.
    private static InetSocketAddress address(Process process) throws IOException {
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        String first = out.readLine();
        if (first != null) {
            Matcher address = ADDRESS.matcher(first);
            if (address.matches()) {
                return new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(address.group(1)));
            }
        }
        throw new IOException("it said: " + first);
    }

    /** Which server it is. */
    public Variant variant() {
        return variant;
    }

    InetSocketAddress address() {
        return address;
    }

    /** Load on it, to be changed. */
    public LoadSpec load(RequestKind... kinds) {
        return LoadSpec.on(address, kinds);
    }

    Stats stats() throws IOException {
        return new Stats(Json.read(HttpGet.body(address, "/stats"), JsonObject.class));
    }

    Duration processorTime() {
        return ProcessorTime.of(process.toHandle());
    }

    /** Ends it at once: nobody waits for its last responses. */
    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
