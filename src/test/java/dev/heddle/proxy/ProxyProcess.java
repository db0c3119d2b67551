package dev.heddle.proxy;

import dev.heddle.support.Eventually;
import dev.heddle.support.TestClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real proxy in a process of its own, which ends with the test. */
final class ProxyProcess implements AutoCloseable {
    private final Process process;

    private ProxyProcess(Process process) {
        this.process = process;
    }

    /** The program that an environment variable names, and then it has to be there; or else the first of these that there is. */
    static Optional<Path> installed(String variable, String... usual) {
        String named = System.getenv(variable);
        return named != null
                ? Optional.of(Path.of(named))
                : Stream.of(usual).map(Path::of).filter(Files::isExecutable).findFirst();
    }

    /** A port that nobody listens on now. */
    static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    /** Whether the program accepts its configuration, which it looks at with {@code -t}. */
    static boolean accepts(List<String> command) throws IOException, InterruptedException {
        List<String> check = new ArrayList<>(command);
        check.add("-t");
        return new ProcessBuilder(check)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }

    /** Starts it, and waits until it listens on these ports. */
    static ProxyProcess start(List<String> command, Path output, int... ports) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        ProxyProcess proxy = new ProxyProcess(process);
        try {
            for (int port : ports) {
                InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
                Eventually.await("it listens", () -> !process.isAlive() || !TestClient.isRefused(address));
            }
        } catch (AssertionError e) {
            proxy.close();
            throw e;
        }
        if (!process.isAlive()) {
            throw new IOException(command.getFirst() + " has ended: " + Files.readString(output));
        }
        return proxy;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
