package dev.heddle.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.heddle.Server;
import dev.heddle.http.Request;
import dev.heddle.http.Response;
import dev.heddle.support.SystemProgram;
import dev.heddle.support.TestClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * HAProxy and nginx in front of a server, configured as {@code docs/behind-a-proxy.md} says. The client has the address 127.0.0.5.
 *
 * <p>The environment variables {@code TEST_HAPROXY} and {@code TEST_NGINX} name the programs, and then they have to be there.
 */
@Timeout(60)
class RealProxiesIT {
    private static final TrustedAddresses PROXY = TrustedAddresses.parse("127.0.0.1");
    private static final String CLIENT = "127.0.0.5";
    private static final String SPOOFED = """
            GET / HTTP/1.1\r
            Host: own.example\r
            Forwarded: for=127.0.0.1, for=10.9.9.9;host=evil.example\r
            X-Forwarded-For: 10.9.9.9, 127.0.0.1\r
            X-Forwarded-Proto: https\r
            X-Forwarded-Host: evil.example\r
            \r
            """;

    @TempDir
    private Path work;

    private Server behindProtocol;
    private Server behindHeaders;

    @BeforeEach
    void startServers() throws IOException {
        ProxyOptions trusting = ProxyOptions.trusting(PROXY);
        behindProtocol = Server.http(RealProxiesIT::say)
                .proxies(trusting.withProtocol(true))
                .start();
        behindHeaders = Server.http(RealProxiesIT::say)
                .proxies(trusting.withHeader(ForwardingHeader.X_FORWARDED))
                .start();
    }

    @AfterEach
    void stopServers() {
        behindProtocol.close();
        behindHeaders.close();
    }

    /** The client's port only where the PROXY header has it: a forwarding header has not. */
    private static Response say(Request request) {
        InetSocketAddress client = (InetSocketAddress) request.peer();
        return Response.text(client.getAddress().getHostAddress() + " " + client.getPort() + " " + request.scheme()
                + "://" + request.authority());
    }

    private static Path program(String variable, String name) {
        Optional<Path> installed = SystemProgram.installed(variable, name);
        assumeThat(installed).as("the program is here").isPresent();
        return installed.orElseThrow();
    }

    /** Whether the program accepts its configuration, which it looks at with {@code -t}. */
    private static boolean accepts(List<String> command) throws IOException, InterruptedException {
        List<String> check = new ArrayList<>(command);
        check.add("-t");
        return new ProcessBuilder(check)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }

    /** Asks twice on one connection to a proxy, and returns both answers, with {@code PORT} for the client's port. */
    private static List<String> ask(int port) throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (Socket socket = new Socket(loopback, port, InetAddress.getByName(CLIENT), 0);
                TestClient client = TestClient.over(socket)) {
            String first = client.send(SPOOFED).readReply().text();
            String second = client.send(SPOOFED).readReply().text();
            String own = " " + client.localPort() + " ";
            return List.of(first.replace(own, " PORT "), second.replace(own, " PORT "));
        }
    }

    private void assertTold(int byFirstVersion, int bySecondVersion, int byHeaders) throws IOException {
        String named = CLIENT + " PORT http://own.example";
        assertThat(ask(byFirstVersion)).containsOnly(named);
        assertThat(ask(bySecondVersion)).containsOnly(named);
        assertThat(ask(byHeaders)).containsOnly(CLIENT + " 0 http://own.example");
        assertThat(behindProtocol.stats().connectionsUntrusted()).isZero();
    }

    @Test
    void clientOfHAProxyIsKnownAndWhatItWritesItselfChangesNothing() throws IOException {
        Path haproxy = program("TEST_HAPROXY", "haproxy");
        int first = SystemProgram.freePort();
        int second = SystemProgram.freePort();
        int headers = SystemProgram.freePort();
        Path configuration = Files.writeString(work.resolve("haproxy.cfg"), """
            defaults
                timeout connect 5s
                timeout client 60s
                timeout server 60s
            listen first-version
                mode tcp
                bind 127.0.0.1:%d
                server heddle 127.0.0.1:%4$d check inter 100ms send-proxy
            listen second-version
                mode tcp
                bind 127.0.0.1:%d
                server heddle 127.0.0.1:%4$d check inter 100ms send-proxy-v2 proxy-v2-options crc32c
            listen headers
                mode http
                bind 127.0.0.1:%d
                option forwardfor
                http-request set-header X-Forwarded-Proto http
                http-request set-header X-Forwarded-Host %%[req.hdr(host)]
                server heddle 127.0.0.1:%5$d
            """.formatted(
                        first, second, headers, behindProtocol.port(), behindHeaders.port()));
        try (SystemProgram started = SystemProgram.start(
                List.of(haproxy.toString(), "-db", "-f", configuration.toString()),
                work.resolve("output"),
                first,
                second,
                headers)) {
            assertThat(started).isNotNull();
            assertTold(first, second, headers);
        }
    }

    @Test
    void clientOfNginxIsKnownAndWhatItWritesItselfChangesNothing() throws Exception {
        Path nginx = program("TEST_NGINX", "nginx");
        int protocol = SystemProgram.freePort();
        int headers = SystemProgram.freePort();
        // Debian has the module for TCP in a package of its own.
        Path module = Path.of("/usr/lib/nginx/modules/ngx_stream_module.so");
        Path configuration = Files.writeString(work.resolve("nginx.conf"), """
            %s
            %s
            daemon off;
            pid %3$s/nginx.pid;
            error_log %3$s/error.log;
            events { worker_connections 64; }
            stream {
                server {
                    listen 127.0.0.1:%4$d;
                    proxy_pass 127.0.0.1:%6$d;
                    proxy_protocol on;
                }
            }
            http {
                access_log off;
                client_body_temp_path %3$s/body;
                proxy_temp_path %3$s/proxy;
                fastcgi_temp_path %3$s/fastcgi;
                uwsgi_temp_path %3$s/uwsgi;
                scgi_temp_path %3$s/scgi;
                upstream heddle {
                    server 127.0.0.1:%7$d;
                    keepalive 16;
                    keepalive_timeout 60s;
                }
                server {
                    listen 127.0.0.1:%5$d;
                    location / {
                        proxy_pass http://heddle;
                        proxy_http_version 1.1;
                        proxy_set_header Connection "";
                        proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
                        proxy_set_header X-Forwarded-Proto $scheme;
                        proxy_set_header X-Forwarded-Host $http_host;
                    }
                }
            }
            """.formatted(
                        SystemProgram.nginxUser(),
                        Files.exists(module) ? "load_module " + module + ";" : "",
                        work,
                        protocol,
                        headers,
                        behindProtocol.port(),
                        behindHeaders.port()));
        List<String> command = List.of(
                nginx.toString(), "-p", work.toString(), "-c", configuration.toString(), "-e", work + "/error.log");
        assumeThat(System.getenv("TEST_NGINX") != null || accepts(command))
                .as("it can do what is configured")
                .isTrue();
        try (SystemProgram started = SystemProgram.start(command, work.resolve("output"), protocol, headers)) {
            assertThat(started).isNotNull();
            assertTold(protocol, protocol, headers);
        }
    }
}
