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

/** What a client meets that comes when a server is full. The limits of parsing are tested with the parsers. */
@Timeout(60)
class ConnectionLimitTest {
    private static final int ROOM = 5;

    static Stream<Subject> subjects() {
        return Subject.all();
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void overLimitConnectionGets503WhileOthersAreServed(Subject subject) throws Exception {
        int tooMany = 20;
        List<TestClient> inside = new ArrayList<>();
        try (Server server = withRoom(subject)) {
            for (int i = 0; i < ROOM; i++) {
                TestClient client = TestClient.connect(server);
                inside.add(client);
                assertThat(subject.dialect().ask(client, "in")).isEqualTo("in");
            }
            for (int i = 0; i < tooMany; i++) {
                try (TestClient refused = TestClient.connect(server)) {
                    refused.send(subject.dialect().phrase("please"));
                    assertThatItIsRefused(subject.dialect(), refused);
                }
            }
            assertThat(server.stats().connectionsRejected()).isEqualTo(tooMany);
            assertThat(server.stats().connectionsAccepted()).isEqualTo(ROOM + tooMany);
            assertThat(server.stats().connectionsOpen()).isEqualTo(ROOM);
            assertThat(server.stats().connectionsPeak()).isEqualTo(ROOM);
            for (TestClient client : inside) {
                assertThat(subject.dialect().ask(client, "still")).isEqualTo("still");
            }

            inside.removeLast().close();
            Eventually.await("there is room", () -> server.stats().connectionsOpen() == ROOM - 1);
            try (TestClient next = TestClient.connect(server)) {
                assertThat(subject.dialect().ask(next, "next")).isEqualTo("next");
            }
        }
        for (TestClient client : inside) {
            client.close();
        }
    }

    private static void assertThatItIsRefused(Dialect dialect, TestClient client) throws IOException {
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

    /** A server with little room. */
    private static Server withRoom(Subject subject) throws IOException {
        return subject.server(text -> text)
                .limits(Limits.builder().connections(ROOM).build())
                .timeouts(Timeouts.defaults().withIdleUnderPressure(Duration.ZERO))
                .events(new RecordingEvents())
                .start();
    }
}
