package dev.heddle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.http.Request;
import dev.heddle.http.Response;
import dev.heddle.options.Architecture;
import dev.heddle.options.ServerOptions;
import dev.heddle.options.Timeouts;
import dev.heddle.proxy.ForwardingHeader;
import dev.heddle.proxy.ProxyOptions;
import dev.heddle.proxy.TrustedAddresses;
import dev.heddle.support.Eventually;
import dev.heddle.support.RecordingEvents;
import dev.heddle.support.TestClient;
import dev.heddle.support.TestClient.End;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A server behind a proxy: whom it believes, and what of it. The proxy has the address 127.0.0.2; everybody else has another. */
@Timeout(60)
class BehindProxyTest {
    private static final TrustedAddresses PROXY = TrustedAddresses.parse("127.0.0.2");
    private static final ProxyOptions WITH_PROTOCOL =
            ProxyOptions.trusting(PROXY).withProtocol(true);
    private static final String REQUEST = "GET / HTTP/1.1\r\nHost: own.example\r\n\r\n";
    private static final String LINE = "PROXY TCP4 198.51.100.7 127.0.0.1 56618 80\r\n";
    private static final byte[] BINARY = HexFormat.of()
            .parseHex("0d0a0d0a000d0a515549540a" + "2111000c" + "c6336407" + "7f000001" + "dd2a" + "0050");

    private final RecordingEvents events = new RecordingEvents();

    static Stream<Architecture> architectures() {
        return Architecture.all().stream();
    }

    private Server serving(ProxyOptions proxies) throws IOException {
        return serving(ServerOptions.defaults().withProxies(proxies));
    }

    private Server serving(ServerOptions options) throws IOException {
        return Server.http(BehindProxyTest::say).options(options).events(events).start();
    }

    private static Response say(Request request) {
        String proxy = request.proxy().map(BehindProxyTest::text).orElse("-");
        String client = text(request.peer());
        return Response.text(client + " by " + proxy + ", " + request.scheme() + "://" + request.authority());
    }

    /** Without the port if it is one of this machine's, as that is not known here. */
    private static String text(SocketAddress address) {
        InetSocketAddress inet = (InetSocketAddress) address;
        String host = inet.getAddress().getHostAddress();
        return host.startsWith("127.") ? host : host + ":" + inet.getPort();
    }

    private static TestClient from(String source, Server server) throws IOException {
        return TestClient.over(
                new Socket(server.address().getAddress(), server.port(), InetAddress.getByName(source), 0));
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void clientIsTheOneThatThePROXYHeaderNamesForEveryRequestOfTheConnection(Architecture architecture)
            throws IOException {
        ServerOptions options =
                ServerOptions.defaults().withArchitecture(architecture).withProxies(WITH_PROTOCOL);
        try (Server server = serving(options)) {
            String expected = "198.51.100.7:56618 by 127.0.0.2, http://own.example";
            try (TestClient proxy = from("127.0.0.2", server)) {
                proxy.send(LINE + REQUEST + REQUEST);
                assertThat(proxy.readReply().text()).isEqualTo(expected);
                assertThat(proxy.readReply().text()).isEqualTo(expected);
                assertThat(proxy.send(REQUEST).readReply().text()).isEqualTo(expected);
            }
            try (TestClient inPieces = from("127.0.0.2", server);
                    TestClient other = from("127.0.0.2", server)) {
                for (byte each : BINARY) {
                    inPieces.send(new byte[] {each});
                }
                // A header that is not complete delays nobody else, in no architecture.
                assertThat(other.send(BINARY).send(REQUEST).readReply().text()).isEqualTo(expected);
                assertThat(inPieces.send(REQUEST).readReply().text()).isEqualTo(expected);
            }
            try (TestClient stranger = from("127.0.0.3", server)) {
                stranger.send(LINE);
                assertThat(stranger.awaitEnd()).isIn(End.CLOSED, End.RESET);
            }
            assertThat(server.stats().connectionsUntrusted()).isEqualTo(1);
        }
    }

    @Test
    void incompleteHeaderHoldsNobodyUpWhereOneThreadDoesEverything() throws IOException {
        ServerOptions options = ServerOptions.defaults()
                .withArchitecture(Architecture.singleThreaded())
                .withProxies(WITH_PROTOCOL);
        try (Server server = serving(options);
                TestClient silent = from("127.0.0.2", server);
                TestClient other = from("127.0.0.2", server)) {
            silent.send("PROXY TCP4 198.");
            assertThat(other.send(LINE + REQUEST).readReply().status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @MethodSource("withoutAValidHeader")
    void connectionOfATrustedProxyWithoutAValidHeaderIsClosedAndCounted(String bytes) throws IOException {
        try (Server server = serving(WITH_PROTOCOL);
                TestClient proxy = from("127.0.0.2", server)) {
            proxy.send(bytes);
            assertThat(proxy.awaitEnd()).isIn(End.CLOSED, End.RESET);
            assertThat(server.stats().connectionsUntrusted()).isEqualTo(1);
            assertThat(events.untrusted()).singleElement().asString().containsIgnoringCase("PROXY");
        }
    }

    static Stream<String> withoutAValidHeader() {
        return Stream.of(
                REQUEST,
                "PROXY TCP4 198.51.100.7 127.0.0.1 56618\r\n" + REQUEST,
                "PROXY TCP4 " + "1".repeat(200),
                "\r\n\r\n\0\r\nQUIT\n1" + REQUEST,
                "\r\n\r\n\0\r\nQUIT\n!\u0011\u00ff\u00ff");
    }

    @Test
    void headerThatDoesNotComeWithinTheHeadTimeoutEndsTheConnection() throws IOException {
        ServerOptions options = ServerOptions.defaults()
                .withProxies(WITH_PROTOCOL)
                .withTimeouts(Timeouts.defaults().withHead(Duration.ofMillis(300)));
        try (Server server = serving(options);
                TestClient proxy = from("127.0.0.2", server)) {
            proxy.send("PROXY TCP4 198.51.100.7 ");
            assertThat(proxy.awaitEnd()).isEqualTo(End.CLOSED);
            assertThat(events.untrusted()).containsExactly("no PROXY header within 300 ms");
        }
    }

    @Test
    void headerThatNamesNobodyLeavesTheAddressOfTheProxy() throws IOException {
        try (Server server = serving(WITH_PROTOCOL)) {
            for (String header : new String[] {"PROXY UNKNOWN\r\n", "\r\n\r\n\0\r\nQUIT\n \0\0\0"}) {
                try (TestClient proxy = from("127.0.0.2", server)) {
                    assertThat(proxy.send(header + REQUEST).readReply().text())
                            .isEqualTo("127.0.0.2 by -, http://own.example");
                }
            }
        }
    }

    @Test
    void proxyThatOnlyLooksWhetherTheServerAcceptsIsNoNews() throws IOException {
        try (Server server = serving(WITH_PROTOCOL)) {
            from("127.0.0.2", server).close();
            Eventually.await(
                    "it is closed", () -> server.stats().connectionsAccepted() == 1 && server.openConnections() == 0);
            assertThat(server.stats().connectionsUntrusted()).isZero();
            assertThat(events.untrusted()).isEmpty();
        }
    }

    @Test
    void headerIsNoRequestWhereNoneIsExpectedNotEvenOfATrustedProxy() throws IOException {
        try (Server server = serving(ProxyOptions.trusting(PROXY).withHeader(ForwardingHeader.FORWARDED));
                TestClient proxy = from("127.0.0.2", server)) {
            assertThat(proxy.send(LINE + REQUEST).readReply().status()).isEqualTo(400);
        }
    }

    @ParameterizedTest
    @EnumSource(ForwardingHeader.class)
    void headersOfAnUntrustedClientChangeNothing(ForwardingHeader header) throws IOException {
        try (Server server = serving(ProxyOptions.trusting(PROXY).withHeader(header));
                TestClient stranger = from("127.0.0.3", server)) {
            stranger.send("""
                    GET / HTTP/1.1\r
                    Host: own.example\r
                    Forwarded: for=127.0.0.2;proto=https;host=evil.example\r
                    Forwarded: for="malformed\r
                    X-Forwarded-For: 127.0.0.2\r
                    X-Forwarded-Proto: https\r
                    X-Forwarded-Host: evil.example\r
                    \r
                    """);
            assertThat(stranger.readReply().text()).isEqualTo("127.0.0.3 by -, http://own.example");
        }
    }

    @Test
    void clientSchemeAndHostAreThoseThatTheProxyNamesInItsHeader() throws IOException {
        try (Server server = serving(ProxyOptions.trusting(PROXY).withHeader(ForwardingHeader.X_FORWARDED));
                TestClient proxy = from("127.0.0.2", server)) {
            proxy.send("""
                    GET / HTTP/1.1\r
                    Host: inner\r
                    Forwarded: for=127.0.0.9;host=evil.example\r
                    X-Forwarded-For: 127.0.0.9, 198.51.100.7\r
                    X-Forwarded-Proto: https\r
                    X-Forwarded-Host: outer.example\r
                    \r
                    """);
            assertThat(proxy.readReply().text()).isEqualTo("198.51.100.7:0 by 127.0.0.2, https://outer.example");
            assertThat(proxy.send(REQUEST).readReply().text()).isEqualTo("127.0.0.2 by -, http://own.example");
        }
        try (Server server = serving(ProxyOptions.trusting(PROXY).withHeader(ForwardingHeader.FORWARDED));
                TestClient proxy = from("127.0.0.2", server)) {
            proxy.send("""
                    GET / HTTP/1.1\r
                    Host: inner\r
                    X-Forwarded-For: 127.0.0.9\r
                    Forwarded: for="[2001:db8::7]:4711";proto=https;host=outer.example\r
                    \r
                    """);
            assertThat(proxy.readReply().text())
                    .isEqualTo("2001:db8:0:0:0:0:0:7:4711 by 127.0.0.2, https://outer.example");
        }
    }

    @Test
    void clientThatAPROXYHeaderNamesIsNotBelievedWhatItSaysOfItself() throws IOException {
        ProxyOptions both = WITH_PROTOCOL.withHeader(ForwardingHeader.X_FORWARDED);
        String spoofing = "GET / HTTP/1.1\r\nHost: own.example\r\nX-Forwarded-For: 127.0.0.9\r\n\r\n";
        try (Server server = serving(both)) {
            try (TestClient proxy = from("127.0.0.2", server)) {
                assertThat(proxy.send(LINE + spoofing).readReply().text())
                        .isEqualTo("198.51.100.7:56618 by 127.0.0.2, http://own.example");
            }
            // Two proxies, the outer one of which is trusted and has written the header.
            try (TestClient proxy = from("127.0.0.2", server)) {
                proxy.send("PROXY TCP4 127.0.0.2 127.0.0.1 1 80\r\n" + spoofing);
                assertThat(proxy.readReply().text()).isEqualTo("127.0.0.9 by 127.0.0.2, http://own.example");
            }
        }
    }

    @Test
    void malformedHeaderOfATrustedProxyGets400() throws IOException {
        try (Server server = serving(ProxyOptions.trusting(PROXY).withHeader(ForwardingHeader.FORWARDED))) {
            for (String value : new String[] {"for=\"_, for=198.51.100.7", "for=198.51.100.7;host=\"a b\""}) {
                try (TestClient proxy = from("127.0.0.2", server)) {
                    proxy.send("GET / HTTP/1.1\r\nHost: inner\r\nForwarded: " + value + "\r\n\r\n");
                    assertThat(proxy.readReply().status()).isEqualTo(400);
                    assertThat(proxy.awaitEnd()).isEqualTo(End.CLOSED);
                }
            }
        }
    }
}
