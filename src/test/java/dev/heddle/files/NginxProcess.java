package dev.heddle.files;

import dev.heddle.support.SystemProgram;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The real nginx over a directory, in a process of its own, without sendfile.
 *
 * <p>The environment variable {@code TEST_NGINX} names the program, and then it has to be there.
 */
final class NginxProcess implements AutoCloseable {
    private final SystemProgram program;
    private final InetSocketAddress address;

    private NginxProcess(SystemProgram program, InetSocketAddress address) {
        this.program = program;
        this.address = address;
    }

    /** Where nginx is on this machine, if it is. */
    static Optional<Path> installed() {
        return SystemProgram.installed("TEST_NGINX", "nginx");
    }

    /**
     * Starts it.
     *
     * @param program nginx
     * @param work an empty directory for its own files
     * @param root the directory to serve
     */
    static NginxProcess start(Path program, Path work, Path root) throws IOException {
        int port = SystemProgram.freePort();
        Path configuration = Files.writeString(
                work.resolve("nginx.conf"), configuration(SystemProgram.nginxUser(), work, port, root));
        SystemProgram started = SystemProgram.start(
                List.of(
                        program.toString(),
                        "-p",
                        work.toString(),
                        "-c",
                        configuration.toString(),
                        "-e",
                        work + "/error.log"),
                work.resolve("output"),
                port);
        return new NginxProcess(started, new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
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
        program.close();
    }
}
