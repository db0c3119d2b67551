package dev.heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.heddle.Server;
import dev.heddle.metrics.ServerStats.LaneStats;
import dev.heddle.options.Architecture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Where message-balanced puts the demo's requests: the trivial beside the dispatcher, the long where they leave a carrier. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class DemoLanesTest {
    @Test
    void trivialRequestsAreInlineLongOnesAreApart() throws Exception {
        try (Server server = Server.http(new DemoHandler(() -> {
                    throw new IllegalStateException("nobody asks");
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
                assertThat(client.get(target).content()).isNotEmpty();
            }
            assertThat(server.stats().lanes())
                    .extracting(LaneStats::name, LaneStats::submitted)
                    .containsExactlyInAnyOrder(tuple("inline", 3L), tuple("normal", 4L), tuple("long", 1L));
        }
    }
}
