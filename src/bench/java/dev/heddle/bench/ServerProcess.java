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

/** A server that runs in a JVM of its own, on the JDK that runs this one, and ends with it. */
final class ServerProcess implements AutoCloseable {
    private static final Pattern ADDRESS = Pattern.compile("listening on http://127\\.0\\.0\\.1:(\\d+)");
    private static final int PATIENCE_MILLIS = 10_000;

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
     * @throws IOException if it does not come up, or does not answer as all have to
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

    @SuppressWarnings("resource") // Its output ends with it; until then it may say more, which nobody has to read.
    private static InetSocketAddress address(Process process) throws IOException {
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            Matcher address = ADDRESS.matcher(line);
            if (address.find()) {
                return new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(address.group(1)));
            }
        }
        throw new IOException("it ended before it listened");
    }

    /** Looks at one answer whole, since the load client looks at nothing but status lines. */
    private void check() throws IOException {
        String reply = ask();
        String lower = reply.toLowerCase(Locale.ROOT);
        if (!reply.startsWith("HTTP/1.1 200")
                || !lower.contains("content-type: text/plain")
                || !lower.contains("content-length: 13\r\n")
                || !reply.endsWith("\r\n\r\nHello, World!")) {
            throw new IOException("it answers " + reply);
        }
    }

    private String ask() throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(address, PATIENCE_MILLIS);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write(Ascii.bytes(LoadClient.request(false)));
            return LoadClient.oneReply(socket.getInputStream());
        }
    }

    Contender contender() {
        return contender;
    }

    InetSocketAddress address() {
        return address;
    }

    /** The processor time that it has used so far, in user and kernel mode, as finely as the system tells. */
    Duration processorTime() {
        return process.info()
                .totalCpuDuration()
                .orElseThrow(() -> new IllegalStateException(contender.label()
                        + " has ended, or this system does not tell the processor time of processes"));
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
