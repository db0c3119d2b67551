package dev.heddle.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.support.TestClient;
import dev.heddle.support.TestClient.End;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** What a client of the line protocol may do that keeps every rule; each of its lines is owed an echo. */
enum GoodLineVisit implements Visit {
    ONE_BY_ONE {
        @Override
        public int pay(InetSocketAddress server, Occasion occasion) throws IOException {
            int count = occasion.within(1, 200);
            try (TestClient client = TestClient.connect(server)) {
                for (int i = 0; i < count; i++) {
                    String line = line(occasion);
                    assertThat(client.send(line + "\n").readLine()).isEqualTo(line);
                }
            }
            return count;
        }
    },

    MANY_AT_ONCE {
        @Override
        public int pay(InetSocketAddress server, Occasion occasion) throws IOException {
            List<String> lines = new ArrayList<>();
            for (int i = occasion.within(1, 30); i > 0; i--) {
                lines.add(line(occasion));
            }
            try (TestClient client = TestClient.connect(server)) {
                client.send(String.join("\r\n", lines) + "\r\n").endSending();
                for (String line : lines) {
                    assertThat(client.readLine()).isEqualTo(line);
                }
                assertThat(client.awaitEnd()).isEqualTo(End.CLOSED);
            }
            return lines.size();
        }
    };

    private static String line(Occasion occasion) {
        return Integer.toString(occasion.below(1000)).repeat(occasion.within(1, 500));
    }
}
