package dev.heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.cli.HeddleProcess.Ended;
import dev.heddle.options.Architecture;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The one test of the packaged jar in the default build; {@code -Pfull} runs the others. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class SmokeIT {
    static Stream<String> architectures() {
        return Architecture.all().stream().map(Architecture::label);
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void packagedJarServesOneConnectionAndEndsCleanlyOnSigterm(String architecture) throws Exception {
        try (HeddleProcess heddle = HeddleProcess.start("demo", "-a", architecture, "-p", "0")) {
            int port = heddle.port();
            assertThat(new RawClient(port).get("/stats").text()).contains("\"architecture\":\"" + architecture + "\"");
            try (Socket socket = new RawClient(port).open()) {
                send(
                        socket,
                        "GET /plaintext HTTP/1.1\r\nHost: a\r\n\r\n".repeat(2)
                                + "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nConnection: close\r\n\r\nbody");
                assertThat(replies(socket)).containsSubsequence("Hello, World!", "Hello, World!", "body");
            }
            heddle.terminate();
            assertThat(heddle.awaitEnd()).isEqualTo(new Ended(0, "", List.of()));
        }
    }

    private static void send(Socket socket, String requests) throws IOException {
        socket.getOutputStream().write(requests.getBytes(StandardCharsets.US_ASCII));
    }

    private static String replies(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }
}
