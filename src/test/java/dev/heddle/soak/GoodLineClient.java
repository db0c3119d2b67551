package dev.heddle.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.support.TestClient;
import dev.heddle.support.TestClient.End;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** Clients of the line protocol that keep every rule: each of their lines must be echoed. */
enum GoodLineClient implements ClientBehavior {
    ONE_BY_ONE {
        @Override
        public int run(InetSocketAddress server, ClientContext context) throws IOException {
            int count = context.within(1, 200);
            try (TestClient client = TestClient.connect(server)) {
                for (int i = 0; i < count; i++) {
                    String line = line(context);
                    assertThat(client.send(line + "\n").readLine()).isEqualTo(line);
                }
            }
            return count;
        }
    },

    MANY_AT_ONCE {
        @Override
        public int run(InetSocketAddress server, ClientContext context) throws IOException {
            List<String> lines = new ArrayList<>();
            for (int i = context.within(1, 30); i > 0; i--) {
                lines.add(line(context));
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

    private static String line(ClientContext context) {
        return Integer.toString(context.below(1000)).repeat(context.within(1, 500));
    }
}
