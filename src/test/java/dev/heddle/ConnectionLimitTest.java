package dev.heddle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.options.Limits;
import dev.heddle.options.Timeouts;
import dev.heddle.support.Dialect;
import dev.heddle.support.Eventually;
import dev.heddle.support.HttpReply;
import dev.heddle.support.RecordingEvents;
import dev.heddle.support.Subject;
import dev.heddle.support.TestClient;
import dev.heddle.support.TestClient.End;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a client gets that connects to a full server. The limits of parsing are tested with the parsers. */
@Timeout(60)
class ConnectionLimitTest {
    private static final int LIMIT = 5;

    static Stream<Subject> subjects() {
        return Subject.all();
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void overLimitConnectionGets503WhileOthersAreServed(Subject subject) throws Exception {
        int tooMany = 20;
        List<TestClient> inside = new ArrayList<>();
        try (Server server = withLimit(subject)) {
            for (int i = 0; i < LIMIT; i++) {
                TestClient client = TestClient.connect(server);
                inside.add(client);
                assertThat(subject.dialect().ask(client, "in")).isEqualTo("in");
            }
            for (int i = 0; i < tooMany; i++) {
                try (TestClient rejected = TestClient.connect(server)) {
                    rejected.send(subject.dialect().phrase("rejected"));
                    assertThatItIsRejected(subject.dialect(), rejected);
                }
            }
            assertThat(server.stats().connectionsRejected()).isEqualTo(tooMany);
            assertThat(server.stats().connectionsAccepted()).isEqualTo(LIMIT + tooMany);
            assertThat(server.stats().connectionsOpen()).isEqualTo(LIMIT);
            assertThat(server.stats().connectionsPeak()).isEqualTo(LIMIT);
            for (TestClient client : inside) {
                assertThat(subject.dialect().ask(client, "still")).isEqualTo("still");
            }

            inside.removeLast().close();
            Eventually.await("a connection is free", () -> server.stats().connectionsOpen() == LIMIT - 1);
            try (TestClient next = TestClient.connect(server)) {
                assertThat(subject.dialect().ask(next, "next")).isEqualTo("next");
            }
        }
        for (TestClient client : inside) {
            client.close();
        }
    }

    private static void assertThatItIsRejected(Dialect dialect, TestClient client) throws IOException {
        switch (dialect) {
            case HTTP -> {
                HttpReply reply = client.readReply();
                assertThat(reply.status()).isEqualTo(503);
                assertThat(reply.closes()).isTrue();
            }
            case LINE -> assertThat(client.readLine()).isEqualTo("-ERR busy");
        }
        assertThat(client.awaitEnd()).isEqualTo(End.CLOSED);
    }

    /** A server with a small limit. */
    private static Server withLimit(Subject subject) throws IOException {
        return subject.server(text -> text)
                .limits(Limits.builder().connections(LIMIT).build())
                .timeouts(Timeouts.defaults().withIdleUnderPressure(Duration.ZERO))
                .events(new RecordingEvents())
                .start();
    }
}
