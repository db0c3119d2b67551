package dev.heddle.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heddle.Server;
import dev.heddle.http.Response;
import dev.heddle.http.Status;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BlockingHttpClientTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final int TRICKLED = 2000;

    private static InetSocketAddress of(ServerSocket listener) {
        return new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort());
    }

    /** A server that sends that text, and then a byte every few milliseconds, for much longer than the client waits. */
    private static ServerSocket trickling(String head) throws IOException {
        ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().start(() -> {
            try (listener;
                    Socket accepted = listener.accept()) {
                OutputStream out = accepted.getOutputStream();
                out.write(head.getBytes(StandardCharsets.US_ASCII));
                for (int i = 0; i < TRICKLED; i++) {
                    out.write('x');
                    Thread.sleep(5);
                }
            } catch (IOException | InterruptedException e) {
                // The client has given up.
            }
        });
        return listener;
    }

    @Test
    void responseThatArrivesByteByByteDoesNotProlongTheDeadline() throws Exception {
        for (String head : new String[] {
            "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\n", "HTTP/1.1 200 OK\r\nX: "
        }) {
            try (ServerSocket listener = trickling(head)) {
                assertThatThrownBy(() -> BlockingHttpClient.get(of(listener), "/", Duration.ofMillis(300)))
                        .as(head)
                        .isInstanceOf(SocketTimeoutException.class);
            }
        }
    }

    @Test
    void bodyIsReadToItsEndAndAnErrorIsNone() throws Exception {
        try (Server server = Server.http(request -> request.path().equals("/no")
                        ? Response.of(Status.NOT_FOUND)
                        : Response.text("hello " + request.path()))
                .start()) {
            assertThat(BlockingHttpClient.get(server.address(), "/you", LONG)).isEqualTo("hello /you");
            assertThatThrownBy(() -> BlockingHttpClient.get(server.address(), "/no", LONG))
                    .hasMessage("no good response to /no: HTTP/1.1 404 Not Found");
            try (BlockingHttpClient client = new BlockingHttpClient(server.address(), LONG)) {
                client.send(BlockingHttpClient.request("HEAD", "/a", ""));
                assertThat(client.receive(true)).isTrue();
                client.send(BlockingHttpClient.request("GET", "/a", "Connection: close\r\n"));
                assertThat(client.receive(false)).isFalse();
            }
        }
    }

    @Test
    void responseThatEndsEarlyIsNone() throws Exception {
        for (String reply : new String[] {
            "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort",
            "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n",
            "HTTP"
        }) {
            try (ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
                Thread.ofPlatform().daemon().start(() -> {
                    try (Socket accepted = listener.accept()) {
                        accepted.getOutputStream().write(reply.getBytes(StandardCharsets.US_ASCII));
                        accepted.shutdownOutput();
                        accepted.getInputStream().readAllBytes();
                    } catch (IOException e) {
                        // The client has given up.
                    }
                });
                assertThatThrownBy(() -> BlockingHttpClient.get(of(listener), "/", LONG))
                        .as(reply)
                        .isInstanceOf(IOException.class);
            }
        }
    }
}
