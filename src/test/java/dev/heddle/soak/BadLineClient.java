package dev.heddle.soak;

import dev.heddle.support.TestClient;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketException;

/** Clients of the line protocol that are slow, broken or hostile. */
enum BadLineClient implements ClientBehavior {
    NEVER_ENDS_ITS_LINE {
        @Override
        void misbehave(TestClient client, ClientContext context) throws IOException, InterruptedException {
            while (!context.isOverWithin(100)) {
                client.send("x");
            }
        }
    },

    SENDS_TOO_LONG_A_LINE {
        @Override
        void misbehave(TestClient client, ClientContext context) throws IOException {
            client.send("x".repeat(100_000));
        }
    },

    NEVER_READS {
        @Override
        void misbehave(TestClient client, ClientContext context) throws IOException {
            for (int i = 0; i < 1000 && !context.isOver(); i++) {
                client.send("x".repeat(1000) + "\n");
            }
        }
    },

    RESETS {
        @Override
        void misbehave(TestClient client, ClientContext context) throws IOException {
            client.send("x\n".repeat(context.below(1000)) + "x").reset();
        }
    };

    @Override
    public int run(InetSocketAddress server, ClientContext context) throws IOException, InterruptedException {
        try (TestClient client = TestClient.connect(server)) {
            misbehave(client, context);
        } catch (SocketException e) {
            // The server has ended the connection.
        }
        return 0;
    }

    abstract void misbehave(TestClient client, ClientContext context) throws IOException, InterruptedException;
}
