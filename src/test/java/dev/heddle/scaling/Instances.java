package dev.heddle.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.cli.HeddleProcess;
import dev.heddle.cli.HeddleProcess.Ended;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Three Heddle processes with the arguments of docs/scaling/heddle@.service, but that they run the demo application, and on ports that are
 * free here. They are numbered from 1. For the test's thread.
 */
final class Instances implements AutoCloseable {
    static final int COUNT = 3;

    private static final Path UNIT = Path.of("docs/scaling/heddle@.service");

    /** Everything behind what it runs. */
    private static final Pattern START =
            Pattern.compile("\nExecStart=/usr/bin/java (?<jvm>.+) -jar \\S+ serve \\S+ (?<flags>.*)\n");

    private static final Pattern PORT =
            Pattern.compile("127\\.0\\.0\\.1:808(?<number>\\d)(?: port 940\\k<number>)?\\b");

    private final List<Integer> ports = new ArrayList<>();
    private final List<Integer> adminPorts = new ArrayList<>();
    private final List<HeddleProcess> processes = new ArrayList<>();
    private final List<String> jvm;
    private final String flags;

    /** Starts all of them. */
    Instances() throws IOException {
        Matcher start = START.matcher(Files.readString(UNIT));
        assertThat(start.find()).isTrue();
        jvm = List.of(start.group("jvm").split(" ", -1));
        flags = start.group("flags");
        for (int i = 0; i < COUNT; i++) {
            ports.add(freePort());
            adminPorts.add(freePort());
        }
        for (int number = 1; number <= COUNT; number++) {
            processes.add(begin(number));
        }
        for (int number = 1; number <= COUNT; number++) {
            awaitStart(number);
        }
    }

    /** A port that no client gets by chance while its server is restarted. */
    static int freePort() {
        Random random = new Random();
        while (true) {
            int port = random.nextInt(10_000, 32_000);
            try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return free.getLocalPort();
            } catch (IOException e) {
                // Somebody has it.
            }
        }
    }

    /** A proxy's configuration with the ports that they have, and another one for the proxy. */
    String withPorts(String configuration, int proxyPort) {
        String own = configuration.replace("127.0.0.1:8080", "127.0.0.1:" + proxyPort);
        return PORT.matcher(own).replaceAll(server -> {
            int index = Integer.parseInt(server.group(1)) - 1;
            String check = server.group().contains(" port ") ? " port " + adminPorts.get(index) : "";
            return "127.0.0.1:" + ports.get(index) + check;
        });
    }

    private HeddleProcess begin(int number) throws IOException {
        String arguments = "demo "
                + flags.replace("808%i", "" + ports.get(number - 1)).replace("940%i", "" + adminPorts.get(number - 1));
        return HeddleProcess.start(jvm, arguments.split(" ", -1));
    }

    private void awaitStart(int number) throws IOException {
        assertThat(process(number).port()).isEqualTo(ports.get(number - 1));
    }

    private HeddleProcess process(int number) {
        return processes.get(number - 1);
    }

    /** Starts one that has ended. */
    void start(int number) throws IOException {
        process(number).close();
        processes.set(number - 1, begin(number));
        awaitStart(number);
    }

    /** Sends SIGTERM. */
    void terminate(int number) {
        process(number).terminate();
    }

    /** Waits for the end of one that got SIGTERM; it has to be without an aborted request. */
    void awaitGracefulEnd(int number) throws IOException, InterruptedException {
        Ended ended = process(number).awaitEnd();
        assertThat(ended.code()).as(ended.toString()).isZero();
        assertThat(ended.err()).isEmpty();
    }

    /** Sends SIGSTOP: it hangs, and the kernel goes on to take connections for it. */
    void stop(int number) throws IOException, InterruptedException {
        signal("STOP", number);
    }

    /** Sends SIGCONT to one that hangs. */
    void resume(int number) throws IOException, InterruptedException {
        signal("CONT", number);
    }

    /** Sends SIGKILL, and waits until the process has ended. */
    void kill(int number) throws IOException, InterruptedException {
        signal("KILL", number);
        process(number).awaitEnd();
    }

    private void signal(String name, int number) throws IOException, InterruptedException {
        Process kill =
                new ProcessBuilder("kill", "-" + name, "" + process(number).pid()).start();
        assertThat(kill.waitFor()).isZero();
    }

    @Override
    public void close() throws IOException {
        for (HeddleProcess process : processes) {
            process.close();
        }
    }
}
