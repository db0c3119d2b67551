package dev.heddle.support;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A program of the system that runs beside the server under test, nginx for example. It ends with {@link #close}. */
public final class SystemProgram implements AutoCloseable {
    private final Process process;

    private SystemProgram(Process process) {
        this.process = process;
    }

    /**
     * Where a program is on this machine, if it is.
     *
     * @param variable the environment variable that names it, as the gate sets it: then it has to be there
     * @param name of its file
     */
    public static Optional<Path> installed(String variable, String name) {
        String named = System.getenv(variable);
        return named != null
                ? Optional.of(Path.of(named))
                : Stream.of("/usr/sbin", "/usr/local/sbin", "/usr/bin", "/usr/local/bin")
                        .map(folder -> Path.of(folder, name))
                        .filter(Files::isExecutable)
                        .findFirst();
    }

    /** A port of 127.0.0.1 that nobody listens on now. */
    public static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    /** The line of an nginx configuration without which the workers of a privileged nginx could not use the directories of tests. */
    public static String nginxUser() {
        return System.getProperty("user.name").equals("root") ? "user root;" : "";
    }

    /**
     * Starts a program, and waits until it listens.
     *
     * @param output the file for what it prints
     * @param ports of 127.0.0.1
     * @throws IOException if it ends instead; the message has what it has printed
     */
    public static SystemProgram start(List<String> command, Path output, int... ports) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        SystemProgram program = new SystemProgram(process);
        try {
            for (int port : ports) {
                InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
                Eventually.await("it listens", () -> !process.isAlive() || !TestClient.isRefused(address));
            }
        } catch (AssertionError e) {
            program.close();
            throw e;
        }
        if (!process.isAlive()) {
            throw new IOException(command.getFirst() + " has ended: " + Files.readString(output));
        }
        return program;
    }

    @Override
    public void close() {
        process.destroy(); // Its workers end with it.
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
