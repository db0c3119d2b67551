package dev.heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.heddle.Server;
import dev.heddle.metrics.ServerStats.LaneStats;
import dev.heddle.options.Architecture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The lanes of the demo's requests in message-balanced. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class DemoLanesTest {
    @Test
    void trivialRequestsRunInlineAndLongOnesInTheirOwnLane() throws Exception {
        try (Server server = Server.http(new DemoHandler(() -> {
                    throw new IllegalStateException("not called");
                }))
                .architecture(Architecture.messageBalanced())
                .start()) {
            RawClient client = new RawClient(server.port());
            for (String target : new String[] {
                "/",
                "/plaintext",
                "/plaintext",
                "/spin?us=1000",
                "/spin?us=999",
                "/spin?us=x",
                "/sleep?ms=0",
                "/nothing"
            }) {
                assertThat(client.get(target).body()).isNotEmpty();
            }
            assertThat(server.stats().lanes())
                    .extracting(LaneStats::name, LaneStats::submitted)
                    .containsExactlyInAnyOrder(tuple("inline", 3L), tuple("normal", 4L), tuple("long", 1L));
        }
    }
}
