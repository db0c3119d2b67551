package dev.heddle.bench;

import dev.heddle.bench.server.ServerJvm;
import dev.heddle.bytes.Ascii;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server in a JVM of its own, on the running JDK. Its JVM exits when this one does. */
final class ServerProcess implements AutoCloseable {
    private static final Pattern ADDRESS = Pattern.compile("listening on http://127\\.0\\.0\\.1:(\\d+)");
    private static final int TIMEOUT_MILLIS = 10_000;

    private final Contender contender;
    private final Process process;
    private final InetSocketAddress address;

    private ServerProcess(Contender contender, Process process, InetSocketAddress address) {
        this.contender = contender;
        this.process = process;
        this.address = address;
    }

    /**
     * Starts a server and waits until it accepts.
     *
     * @throws IOException if it does not start, or its response is not the one that all servers have to send
     */
    static ServerProcess start(Contender contender, String heap) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx" + heap);
        command.addAll(contender.jvmOptions());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), ServerJvm.class.getName()));
        command.addAll(contender.arguments());
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            ServerProcess server = new ServerProcess(contender, process, address(process));
            server.check();
            return server;
        } catch (IOException e) {
            process.destroyForcibly();
            throw new IOException(contender.label() + " did not start: " + e.getMessage(), e);
        }
    }

    @SuppressWarnings("resource") // Its output ends with the process; what it prints later is not needed.
    private static InetSocketAddress address(Process process) throws IOException {
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            Matcher address = ADDRESS.matcher(line);
            if (address.find()) {
                return new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(address.group(1)));
            }
        }
        throw new IOException("exited before it listened");
    }

    /** Checks one whole response, since the load client only checks status lines. */
    private void check() throws IOException {
        String reply = request();
        String lower = reply.toLowerCase(Locale.ROOT);
        if (!reply.startsWith("HTTP/1.1 200")
                || !lower.contains("content-type: text/plain")
                || !lower.contains("content-length: 13\r\n")
                || !reply.endsWith("\r\n\r\nHello, World!")) {
            throw new IOException("unexpected response: " + reply);
        }
    }

    private String request() throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(address, TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.getOutputStream().write(Ascii.bytes(LoadClient.request(false)));
            return LoadClient.readResponse(socket.getInputStream());
        }
    }

    Contender contender() {
        return contender;
    }

    InetSocketAddress address() {
        return address;
    }

    /** Processor time used so far, in user and kernel mode, in the resolution of the system. */
    Duration processorTime() {
        return process.info()
                .totalCpuDuration()
                .orElseThrow(() -> new IllegalStateException(
                        contender.label() + " has exited, or this system does not report processor times"));
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
