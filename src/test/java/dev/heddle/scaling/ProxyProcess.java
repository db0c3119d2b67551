package dev.heddle.scaling;

import dev.heddle.support.Eventually;
import dev.heddle.support.TestClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The real HAProxy or nginx, in a process of its own, with a configuration of docs/scaling.
 *
 * <p>The environment variables {@code TEST_HAPROXY} and {@code TEST_NGINX} name the programs, and then they have to be there.
 */
final class ProxyProcess implements AutoCloseable {
    private final Process process;
    private final InetSocketAddress address;

    private ProxyProcess(Process process, InetSocketAddress address) {
        this.process = process;
        this.address = address;
    }

    /** Where a program is on this machine, if it is. */
    static Optional<Path> installed(String variable, String program) {
        String named = System.getenv(variable);
        if (named != null) {
            return Optional.of(Path.of(named));
        }
        return Stream.of("/usr/sbin", "/usr/local/sbin", "/usr/bin", "/usr/local/bin")
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /**
     * Starts HAProxy.
     *
     * @param work an empty directory for its files
     * @param configuration with the ports of this test
     * @param port the one of them that it is asked on
     */
    static ProxyProcess haproxy(Path program, Path work, String configuration, int port) throws IOException {
        Path file = Files.writeString(work.resolve("haproxy.cfg"), configuration);
        return started(List.of(program.toString(), "-db", "-f", file.toString()), work, port);
    }

    /** Starts nginx: as {@link #haproxy}, the configuration being one for {@code /etc/nginx/conf.d}. */
    static ProxyProcess nginx(Path program, Path work, String configuration, int port) throws IOException {
        Files.writeString(work.resolve("heddle.conf"), configuration);
        // Otherwise workers of a privileged nginx could not write into directories of tests.
        String user = System.getProperty("user.name").equals("root") ? "user root;" : "";
        Path file = Files.writeString(work.resolve("nginx.conf"), """
            %s
            worker_processes 2;
            daemon off;
            pid %2$s/nginx.pid;
            error_log %2$s/error.log;
            events { worker_connections 1024; }
            http {
                access_log off;
                client_body_temp_path %2$s/body;
                proxy_temp_path %2$s/proxy;
                fastcgi_temp_path %2$s/fastcgi;
                uwsgi_temp_path %2$s/uwsgi;
                scgi_temp_path %2$s/scgi;
                include %2$s/heddle.conf;
            }
            """.formatted(user, work));
        return started(
                List.of(program.toString(), "-p", work.toString(), "-e", work + "/error.log", "-c", file.toString()),
                work,
                port);
    }

    private static ProxyProcess started(List<String> command, Path work, int port) throws IOException {
        Path output = work.resolve("output");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        ProxyProcess proxy = new ProxyProcess(process, address);
        try {
            Eventually.await("the proxy listens", () -> !process.isAlive() || !TestClient.isRefused(address));
        } catch (AssertionError e) {
            proxy.close();
            throw e;
        }
        if (!process.isAlive()) {
            throw new IOException("the proxy has ended: " + Files.readString(output));
        }
        return proxy;
    }

    /** Where clients ask it. */
    InetSocketAddress address() {
        return address;
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
