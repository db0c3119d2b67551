package dev.heddle.jdkhttp;

import static dev.heddle.jdkhttp.JdkContractServerTest.say;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.heddle.proxy.ForwardingHeader;
import dev.heddle.proxy.ProxyOptions;
import dev.heddle.proxy.TrustedAddresses;
import dev.heddle.support.TestClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server of the JDK's API behind a proxy, which has the address 127.0.0.2: whom a handler sees as the client. */
@Timeout(60)
class BehindProxyOfTheApiTest {
    private static final String LINE = "PROXY TCP4 198.51.100.7 127.0.0.1 56618 443\r\n";
    private static final String REQUEST =
            "GET / HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 198.51.100.8\r\nConnection: close\r\n\r\n";
    private static final TrustedAddresses PROXY = TrustedAddresses.parse("127.0.0.2");

    private static HeddleHttpServerProvider believing(ProxyOptions proxies) {
        JdkHttpOptions defaults = JdkHttpOptions.defaults();
        return new HeddleHttpServerProvider(
                defaults.withServer(defaults.server().withProxies(proxies)));
    }

    private static void sayClient(HttpExchange exchange) throws IOException {
        InetSocketAddress client = exchange.getRemoteAddress();
        say(
                exchange,
                client.getAddress().getHostAddress() + " at "
                        + exchange.getLocalAddress().getPort());
    }

    private static Socket from(String source, HttpServer server) throws IOException {
        InetSocketAddress address = server.getAddress();
        return new Socket(address.getAddress(), address.getPort(), InetAddress.getByName(source), 0);
    }

    private static void serve(HttpServer server) {
        server.createContext("/", BehindProxyOfTheApiTest::sayClient);
        server.start();
    }

    @Test
    void remoteAddressIsTheOneThatTheTrustedProxysHeaderNames() throws IOException {
        HttpServer server = believing(ProxyOptions.trusting(PROXY).withHeader(ForwardingHeader.X_FORWARDED))
                .createHttpServer(Provided.anyPort(), 0);
        serve(server);
        String here = " at " + server.getAddress().getPort();
        try (TestClient proxy = TestClient.over(from("127.0.0.2", server));
                TestClient stranger = TestClient.over(from("127.0.0.3", server))) {
            assertThat(proxy.send(REQUEST).readReply().text()).isEqualTo("198.51.100.8" + here);
            assertThat(stranger.send(REQUEST).readReply().text()).isEqualTo("127.0.0.3" + here);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void headerOfThePROXYProtocolComesBeforeTheHandshakeOfTls(@TempDir Path directory) throws Exception {
        TestKeys keys = TestKeys.make(directory);
        HttpsServer server =
                believing(ProxyOptions.trusting(PROXY).withProtocol(true)).createHttpsServer(Provided.anyPort(), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(keys.server()));
        serve(server);
        try (Socket proxy = from("127.0.0.2", server)) {
            proxy.getOutputStream().write(LINE.getBytes(StandardCharsets.US_ASCII));
            Socket tls = keys.client()
                    .getSocketFactory()
                    .createSocket(proxy, "localhost", server.getAddress().getPort(), true);
            try (TestClient client = TestClient.over(tls)) {
                assertThat(client.send(REQUEST).readReply().text())
                        .isEqualTo("198.51.100.7 at " + server.getAddress().getPort());
            }
        } finally {
            server.stop(0);
        }
    }
}
