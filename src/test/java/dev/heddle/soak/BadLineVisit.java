package dev.heddle.soak;

import dev.heddle.support.TestClient;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketException;

/** What a client of the line protocol may do that is slow, broken or hostile. */
enum BadLineVisit implements Visit {
    NEVER_ENDS_ITS_LINE {
        @Override
        void bother(TestClient client, Occasion occasion) throws IOException, InterruptedException {
            while (!occasion.isOverWithin(100)) {
                client.send("x");
            }
        }
    },

    SENDS_TOO_LONG_A_LINE {
        @Override
        void bother(TestClient client, Occasion occasion) throws IOException {
            client.send("x".repeat(100_000));
        }
    },

    NEVER_READS {
        @Override
        void bother(TestClient client, Occasion occasion) throws IOException {
            for (int i = 0; i < 1000 && !occasion.isOver(); i++) {
                client.send("x".repeat(1000) + "\n");
            }
        }
    },

    RESETS {
        @Override
        void bother(TestClient client, Occasion occasion) throws IOException {
            client.send("x\n".repeat(occasion.below(1000)) + "x").reset();
        }
    };

    @Override
    public int pay(InetSocketAddress server, Occasion occasion) throws IOException, InterruptedException {
        try (TestClient client = TestClient.connect(server)) {
            bother(client, occasion);
        } catch (SocketException e) {
            // The server had enough of it.
        }
        return 0;
    }

    abstract void bother(TestClient client, Occasion occasion) throws IOException, InterruptedException;
}
