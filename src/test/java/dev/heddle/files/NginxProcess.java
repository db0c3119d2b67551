package dev.heddle.files;

import dev.heddle.support.Eventually;
import dev.heddle.support.TestClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The real nginx over a directory, in a process of its own, without sendfile.
 *
 * <p>The environment variable {@code TEST_NGINX} names the program, and then it has to be there.
 */
final class NginxProcess implements AutoCloseable {
    private final Process process;
    private final InetSocketAddress address;

    private NginxProcess(Process process, InetSocketAddress address) {
        this.process = process;
        this.address = address;
    }

    /** Where nginx is on this machine, if it is. */
    static Optional<Path> installed() {
        String named = System.getenv("TEST_NGINX");
        if (named != null) {
            return Optional.of(Path.of(named));
        }
        return Stream.of("/usr/sbin/nginx", "/usr/local/sbin/nginx", "/usr/bin/nginx")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
    }

    /**
     * Starts it.
     *
     * @param program nginx
     * @param work an empty directory for its own files
     * @param root the directory to serve
     */
    static NginxProcess start(Path program, Path work, Path root) throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        // Otherwise workers of a privileged nginx could not read the directories of tests.
        String user = System.getProperty("user.name").equals("root") ? "user root;" : "";
        Path configuration = Files.writeString(work.resolve("nginx.conf"), configuration(user, work, port, root));
        Process process = new ProcessBuilder(
                        program.toString(),
                        "-p",
                        work.toString(),
                        "-c",
                        configuration.toString(),
                        "-e",
                        work + "/error.log")
                .redirectErrorStream(true)
                .redirectOutput(work.resolve("output").toFile())
                .start();
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        NginxProcess nginx = new NginxProcess(process, address);
        try {
            Eventually.await("nginx listens", () -> !process.isAlive() || !TestClient.isRefused(address));
        } catch (AssertionError e) {
            nginx.close();
            throw e;
        }
        if (!process.isAlive()) {
            throw new IOException("nginx has ended: " + Files.readString(work.resolve("output")));
        }
        return nginx;
    }

    private static String configuration(String user, Path work, int port, Path root) {
        return """
            %s
            worker_processes 2;
            daemon off;
            pid %2$s/nginx.pid;
            error_log %2$s/error.log;
            events { worker_connections 1024; }
            http {
                include /etc/nginx/mime.types;
                default_type application/octet-stream;
                access_log off;
                sendfile off;
                keepalive_requests 1000000000;
                client_body_temp_path %2$s/body;
                proxy_temp_path %2$s/proxy;
                fastcgi_temp_path %2$s/fastcgi;
                uwsgi_temp_path %2$s/uwsgi;
                scgi_temp_path %2$s/scgi;
                server {
                    listen 127.0.0.1:%3$d;
                    root "%4$s";
                    index index.html index.htm;
                    autoindex on;
                    gzip_static on;
                    gzip_vary on;
                    add_header Cache-Control max-age=60;
                }
            }
            """.formatted(user, work, port, root);
    }

    /** Where it listens. */
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
