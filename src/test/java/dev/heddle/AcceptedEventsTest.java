package dev.heddle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.http.Response;
import dev.heddle.metrics.ServerEvents;
import dev.heddle.options.Architecture;
import dev.heddle.support.Eventually;
import dev.heddle.support.TestClient;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every accepted connection is reported, once and on its acceptor, which delays no other acceptor. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class AcceptedEventsTest {
    static java.util.List<Architecture> architectures() {
        return Architecture.all();
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void everyConnectionIsReportedOnce(Architecture architecture) throws Exception {
        LongAdder accepted = new LongAdder();
        ServerEvents events = new ServerEvents() {
            @Override
            public void connectionAccepted(int acceptor) {
                accepted.increment();
                throw new IllegalStateException("on purpose: it must not matter");
            }
        };
        try (Server server = Server.http(request -> Response.text("hello"))
                .architecture(architecture)
                .events(events)
                .start()) {
            for (int i = 0; i < 5; i++) {
                try (TestClient client = TestClient.connect(server)) {
                    assertThat(client.get("").status()).isEqualTo(200);
                }
            }
        }
        assertThat(accepted.sum()).isEqualTo(5);
    }

    @Test
    void acceptorThatIsBusyWithAConnectionDoesNotKeepTheOthersFromTheSharedSocket() throws Exception {
        CountDownLatch secondAccepted = new CountDownLatch(2);
        ServerEvents events = new ServerEvents() {
            @Override
            public void connectionAccepted(int acceptor) {
                secondAccepted.countDown();
                Eventually.await("both acceptors have a connection", () -> secondAccepted.getCount() == 0);
            }
        };
        try (Server server = Server.http(request -> Response.text("hello"))
                        .architecture(new Architecture.MultiAcceptor(2))
                        .events(events)
                        .start();
                TestClient first = TestClient.connect(server);
                TestClient second = TestClient.connect(server)) {
            assertThat(first.get("").status()).isEqualTo(200);
            assertThat(second.get("").status()).isEqualTo(200);
        }
    }
}
