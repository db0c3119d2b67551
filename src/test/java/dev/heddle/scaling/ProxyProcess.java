package dev.heddle.scaling;

import dev.heddle.support.SystemProgram;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The real HAProxy or nginx, in a process of its own, with a configuration of docs/scaling.
 *
 * <p>The environment variables {@code TEST_HAPROXY} and {@code TEST_NGINX} name the programs, and then they have to be there.
 */
final class ProxyProcess implements AutoCloseable {
    private final SystemProgram program;
    private final InetSocketAddress address;

    private ProxyProcess(SystemProgram program, InetSocketAddress address) {
        this.program = program;
        this.address = address;
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
            """.formatted(SystemProgram.nginxUser(), work));
        return started(
                List.of(program.toString(), "-p", work.toString(), "-e", work + "/error.log", "-c", file.toString()),
                work,
                port);
    }

    private static ProxyProcess started(List<String> command, Path work, int port) throws IOException {
        return new ProxyProcess(
                SystemProgram.start(command, work.resolve("output"), port),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    /** Where clients ask it. */
    InetSocketAddress address() {
        return address;
    }

    @Override
    public void close() {
        program.close();
    }
}
