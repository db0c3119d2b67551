package dev.heddle.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who the client of a forwarded request is, whatever clients and proxies have written into its headers. Proxies are in 10.0.0.0/8. */
class ForwardedRequestTest {
    private static final TrustedAddresses PROXIES = TrustedAddresses.parse("10.0.0.0/8,fd00::/8");
    private static final InetSocketAddress PROXY = new InetSocketAddress("10.0.0.1", 40_000);
    private static final InetSocketAddress STRANGER = new InetSocketAddress("192.0.2.66", 40_000);

    private static ForwardedRequest of(ForwardingHeader header, SocketAddress peer, String... lines) {
        return ForwardedRequest.of(
                ProxyOptions.trusting(PROXIES).withHeader(header), peer, name -> values(name, lines));
    }

    private static List<String> values(String name, String... lines) {
        List<String> values = new ArrayList<>();
        for (String line : lines) {
            if (line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":")) {
                values.add(line.substring(name.length() + 1).strip());
            }
        }
        return values;
    }

    private static String text(ForwardedRequest request) {
        InetSocketAddress client = (InetSocketAddress) request.client();
        return client.getAddress().getHostAddress() + " " + client.getPort() + " "
                + request.scheme().orElse("-") + " " + request.authority().orElse("-");
    }

    private static String forwarded(String... values) {
        String[] lines = new String[values.length];
        for (int i = 0; i < values.length; i++) {
            lines[i] = "Forwarded: " + values[i];
        }
        return text(of(ForwardingHeader.FORWARDED, PROXY, lines));
    }

    private static String customary(String... lines) {
        return text(of(ForwardingHeader.X_FORWARDED, PROXY, lines));
    }

    @Test
    void nothingThatAnUntrustedPeerSendsIsBelieved() {
        for (ForwardingHeader header : ForwardingHeader.values()) {
            ForwardedRequest request = of(
                    header,
                    STRANGER,
                    "Forwarded: for=10.0.0.9;proto=https;host=evil.example",
                    "Forwarded: for=\"malformed",
                    "X-Forwarded-For: 10.0.0.9",
                    "X-Forwarded-Proto: https",
                    "X-Forwarded-Host: evil.example");
            assertThat(text(request)).isEqualTo("192.0.2.66 40000 - -");
        }
    }

    @Test
    void headerThatTheProxyDoesNotWriteIsNotLookedAt() {
        assertThat(customary("Forwarded: for=10.0.0.9;proto=https;host=evil.example"))
                .isEqualTo("10.0.0.1 40000 - -");
        String[] spoofed = {"X-Forwarded-For: 10.0.0.9", "X-Forwarded-Proto: https", "X-Forwarded-Host: evil.example"};
        assertThat(text(of(ForwardingHeader.FORWARDED, PROXY, spoofed))).isEqualTo("10.0.0.1 40000 - -");
        assertThat(text(of(ForwardingHeader.NONE, PROXY, spoofed))).isEqualTo("10.0.0.1 40000 - -");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "for=192.0.2.60;proto=http;by=203.0.113.43;host=a.example:80 | 192.0.2.60 0 http a.example:80",
                "For=\"[2001:db8:cafe::17]:4711\"                | 2001:db8:cafe:0:0:0:0:17 4711 - -",
                "for=\"192.0.2.60:4711\";PROTO=\"HTTPS\"         | 192.0.2.60 4711 https -",
                "for=192.0.2.60:4711;host=[::1]:80               | 192.0.2.60 4711 - [::1]:80",
                "for=\"192.0.2.60:_port\"                        | 192.0.2.60 0 - -",
                "for=\"1\\92.0.2.60\";host=\"a\\\\b\"            | 192.0.2.60 0 - a\\b",
                ";for=192.0.2.60 ; ; proto=https;                | 192.0.2.60 0 https -",
                ",, for=192.0.2.60 , ,                           | 192.0.2.60 0 - -",
                "for=192.0.2.60;proto=gopher                     | 192.0.2.60 0 - -",
                "for=unknown;proto=https                         | 10.0.0.1 40000 https -",
                "for=_hidden                                     | 10.0.0.1 40000 - -",
                "for=\"_hidden:80\"                              | 10.0.0.1 40000 - -",
                "for=\"[2001:db8::1\"                            | 10.0.0.1 40000 - -",
                "for=\"[2001:db8::1]80\"                         | 10.0.0.1 40000 - -",
                "for=\"192.0.2.60:99999\"                        | 10.0.0.1 40000 - -",
                "for=192.0.2.060                                 | 10.0.0.1 40000 - -",
                "proto=https;host=a.example                      | 10.0.0.1 40000 https a.example",
                "ext=\"a,b;c\";for=192.0.2.60                    | 192.0.2.60 0 - -"
            })
    void elementNamesTheClient(String value, String client) {
        assertThat(forwarded(value)).isEqualTo(client);
    }

    @Test
    void entriesAreFollowedBackwardsOverTrustedAddressesOnly() {
        String[] chains = {
            "for=6.6.6.6;host=evil.example, for=192.0.2.60;proto=https;host=a.example, for=10.0.0.3;proto=http"
        };
        assertThat(forwarded(chains)).isEqualTo("192.0.2.60 0 https a.example");
        assertThat(forwarded("for=6.6.6.6;host=evil.example", "for=192.0.2.60;proto=https", "for=10.0.0.3;host=inner"))
                .isEqualTo("192.0.2.60 0 https inner");
        // Every one is trusted: the farthest is the client.
        assertThat(forwarded("for=10.0.0.2", "for=10.0.0.3")).isEqualTo("10.0.0.2 0 - -");
        // A proxy that hides its own client ends the way: what stands before could be that client's own.
        assertThat(forwarded("for=6.6.6.6", "for=unknown;proto=https", "for=10.0.0.3"))
                .isEqualTo("10.0.0.3 0 https -");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "for=\"",
                "for=\"192.0.2.60",
                "for=\"192.0.2.60\\",
                "for=",
                "for",
                "for =192.0.2.60",
                "for= 192.0.2.60",
                "for=192.0.2.60 proto=https",
                "for=192.0.2.60;for=192.0.2.61",
                "for=192.0.2.60;FOR=192.0.2.61",
                "=192.0.2.60",
                "for=(192.0.2.60)",
                "for=192.0.2.60,\"",
                "for=\"192.0.2.60\"x"
            })
    void malformedValueOfATrustedProxyIsRejected(String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> forwarded(value))
                .withMessageStartingWith("malformed Forwarded header");
        assertThat(forwarded(value, "for=192.0.2.60")).isEqualTo("192.0.2.60 0 - -");
    }

    @Test
    void quotationMarkOfAClientDoesNotSwallowWhatTheProxyAppends() {
        // The proxy appends to the client's line, so that its own words stand inside the client's quotation.
        assertThatIllegalArgumentException().isThrownBy(() -> forwarded("for=\"_x, for=192.0.2.60"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "192.0.2.60                       | 192.0.2.60 0 - -",
                "192.0.2.60:4711                  | 192.0.2.60 4711 - -",
                "2001:db8::7                      | 2001:db8:0:0:0:0:0:7 0 - -",
                "[2001:db8::7]:4711               | 2001:db8:0:0:0:0:0:7 4711 - -",
                "[2001:db8::7]                    | 2001:db8:0:0:0:0:0:7 0 - -",
                "6.6.6.6, 192.0.2.60              | 192.0.2.60 0 - -",
                "6.6.6.6, 192.0.2.60, 10.0.0.3    | 192.0.2.60 0 - -",
                "6.6.6.6,192.0.2.60,,fd00::3,     | 192.0.2.60 0 - -",
                "6.6.6.6, unknown, 10.0.0.3       | 10.0.0.3 0 - -",
                "6.6.6.6, a.example, 10.0.0.3     | 10.0.0.3 0 - -",
                "::ffff:192.0.2.60                | 192.0.2.60 0 - -",
                "10.0.0.2, 10.0.0.3               | 10.0.0.2 0 - -",
                "unknown                          | 10.0.0.1 40000 - -",
                "192.0.2.60%1                     | 10.0.0.1 40000 - -",
                "\"192.0.2.60\"                   | 10.0.0.1 40000 - -"
            })
    void customaryHeaderNamesTheClient(String value, String client) {
        assertThat(customary("X-Forwarded-For: " + value)).isEqualTo(client);
    }

    @Test
    void schemeAndHostBelongToTheAddressAtTheirPlaceOrComeFromThePeer() {
        assertThat(customary("x-forwarded-for: 192.0.2.60", "X-FORWARDED-PROTO: https", "X-Forwarded-Host: a.example"))
                .isEqualTo("192.0.2.60 0 https a.example");
        // Both proxies append; what the client has written stands before.
        assertThat(customary(
                        "X-Forwarded-For: 6.6.6.6, 192.0.2.60, 10.0.0.3",
                        "X-Forwarded-Proto: http, https, http",
                        "X-Forwarded-Host: evil.example, a.example, inner"))
                .isEqualTo("192.0.2.60 0 https a.example");
        // Only the last proxy appends: the rest is the client's.
        assertThat(customary(
                        "X-Forwarded-For: 192.0.2.60",
                        "X-Forwarded-Proto: https, http",
                        "X-Forwarded-Host: evil.example, a.example"))
                .isEqualTo("192.0.2.60 0 http a.example");
        assertThat(customary("X-Forwarded-Proto: https")).isEqualTo("10.0.0.1 40000 https -");
    }

    @Test
    void severalLinesAreOneList() {
        assertThat(customary("X-Forwarded-For: 6.6.6.6", "X-Forwarded-For: 192.0.2.60", "X-Forwarded-For: 10.0.0.3"))
                .isEqualTo("192.0.2.60 0 - -");
    }

    @Test
    void noTextMakesAnUntrustedClientATrustedOne() {
        // Whatever a client writes, behind it the proxy has added who the client is: another line, or the end of the
        // list.
        Random random = new Random(5);
        String characters = "for=;:,\"\\[]._ 1260xX-\t%";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder value = new StringBuilder();
            for (int length = random.nextInt(30); length > 0; length--) {
                value.append(characters.charAt(random.nextInt(characters.length())));
            }
            assertThat(forwarded(value.toString(), "for=192.0.2.60")).isEqualTo("192.0.2.60 0 - -");
            assertThat(customary("X-Forwarded-For: " + value + ", 192.0.2.60")).isEqualTo("192.0.2.60 0 - -");
            try {
                assertThat(forwarded(value + ", for=192.0.2.60")).isEqualTo("192.0.2.60 0 - -");
            } catch (IllegalArgumentException e) {
                assertThat(e).hasMessageStartingWith("malformed Forwarded header");
            }
        }
    }

    @Test
    void headerToBeBelievedNeedsSomebodyToTrustAndAKnownName() {
        assertThatIllegalArgumentException().isThrownBy(() -> ProxyOptions.NONE.withProtocol(true));
        assertThatIllegalArgumentException().isThrownBy(() -> ProxyOptions.NONE.withHeader(ForwardingHeader.FORWARDED));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ForwardingHeader.named("x-forwarded-for"))
                .withMessage("unknown forwarding header 'x-forwarded-for'; known: none, forwarded, x-forwarded");
    }
}
