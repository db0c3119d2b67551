package dev.heddle.soak;

import dev.heddle.support.TestClient;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.concurrent.TimeUnit;

/** Clients that are slow, broken or hostile. The server must end their connections without others noticing. */
enum BadHttpClient implements ClientBehavior {
    SENDS_A_HEAD_FOREVER {
        @Override
        void misbehave(TestClient client, ClientContext context) throws IOException, InterruptedException {
            client.send(START);
            drip(client, "X-a: b\r\n", context);
        }
    },

    SENDS_A_BODY_FOREVER {
        @Override
        void misbehave(TestClient client, ClientContext context) throws IOException, InterruptedException {
            client.send(ECHO + "Content-Length: 100000\r\n\r\n");
            drip(client, "x", context);
        }
    },

    SENDS_A_CHUNK_FOREVER {
        @Override
        void misbehave(TestClient client, ClientContext context) throws IOException, InterruptedException {
            client.send(ECHO + "Transfer-Encoding: chunked\r\n\r\nffff\r\n");
            drip(client, "x", context);
        }
    },

    STOPS_IN_THE_HEAD {
        @Override
        void misbehave(TestClient client, ClientContext context) throws IOException, InterruptedException {
            client.send(START + "X-");
            awaitEnd(client, context);
        }
    },

    SENDS_NOTHING {
        @Override
        void misbehave(TestClient client, ClientContext context) throws IOException, InterruptedException {
            awaitEnd(client, context);
        }
    },

    STAYS_AFTER_ITS_REPLY {
        @Override
        void misbehave(TestClient client, ClientContext context) throws IOException, InterruptedException {
            client.get("plaintext");
            awaitEnd(client, context);
        }
    },

    READS_SLOWLY {
        @Override
        void misbehave(TestClient client, ClientContext context) throws IOException, InterruptedException {
            client.send(MUCH);
            byte[] little = new byte[1024];
            for (int i = 0; i < 100 && !context.isOverWithin(STEP_MILLIS); i++) {
                client.readSome(little);
            }
        }
    },

    NEVER_READS {
        @Override
        void misbehave(TestClient client, ClientContext context) throws IOException, InterruptedException {
            client.send(MUCH.repeat(context.within(1, 5)));
            context.isOverWithin(context.below(15_000));
        }
    },

    SENDS_MUCH_AND_NEVER_READS {
        @Override
        void misbehave(TestClient client, ClientContext context) throws IOException, InterruptedException {
            client.send(ECHO + "Content-Length: 10000000\r\n\r\n");
            for (int i = 0; i < 100 && !context.isOver(); i++) {
                client.send(new byte[100_000]);
            }
        }
    },

    RESETS_BEFORE_THE_FIRST_BYTE {
        @Override
        void misbehave(TestClient client, ClientContext context) throws IOException {
            client.reset();
        }
    },

    RESETS_IN_THE_HEAD {
        @Override
        void misbehave(TestClient client, ClientContext context) throws IOException {
            client.send(START).reset();
        }
    },

    RESETS_IN_THE_BODY {
        @Override
        void misbehave(TestClient client, ClientContext context) throws IOException {
            client.send(ECHO + "Content-Length: 100000\r\n\r\nabc").reset();
        }
    },

    RESETS_AFTER_ITS_REQUESTS {
        @Override
        void misbehave(TestClient client, ClientContext context) throws IOException {
            client.send((START + "\r\n").repeat(context.within(1, 100))).reset();
        }
    },

    RESETS_IN_THE_REPLY {
        @Override
        void misbehave(TestClient client, ClientContext context) throws IOException {
            client.send(MUCH).readBytes(context.within(1, 100_000));
            client.reset();
        }
    },

    RESETS_WHILE_IT_IS_HANDLED {
        @Override
        void misbehave(TestClient client, ClientContext context) throws IOException, InterruptedException {
            client.send("GET /sleep?ms=20 HTTP/1.1\r\nHost: heddle\r\n\r\n");
            context.isOverWithin(context.below(25));
            client.reset();
        }
    },

    ENDS_ITS_SIDE_IN_THE_MIDDLE {
        @Override
        void misbehave(TestClient client, ClientContext context) throws IOException, InterruptedException {
            String whole = ECHO + "Content-Length: 100\r\n\r\n" + "x".repeat(100);
            client.send(whole.substring(0, context.below(whole.length()))).endSending();
            awaitEnd(client, context);
        }
    },

    SENDS_GARBAGE {
        @Override
        void misbehave(TestClient client, ClientContext context) throws IOException, InterruptedException {
            client.send(context.bytes(1, 20_000));
            awaitEnd(client, context);
        }
    },

    SPEAKS_TLS {
        @Override
        void misbehave(TestClient client, ClientContext context) throws IOException, InterruptedException {
            // A record of the handshake, version 3.1, and the beginning of a ClientHello (RFC 8446 4.1.2, 5.1).
            byte[] hello = context.bytes(517, 517);
            System.arraycopy(new byte[] {22, 3, 1, 2, 0, 1, 0, 1, (byte) 252, 3, 3}, 0, hello, 0, 11);
            client.send(hello);
            awaitEnd(client, context);
        }
    },

    SENDS_TOO_LARGE_A_HEAD {
        @Override
        void misbehave(TestClient client, ClientContext context) throws IOException, InterruptedException {
            client.send(START + "X-a: " + "a".repeat(context.within(16_384, 100_000)) + "\r\n\r\n");
            awaitEnd(client, context);
        }
    },

    SENDS_TOO_MANY_HEADERS {
        @Override
        void misbehave(TestClient client, ClientContext context) throws IOException, InterruptedException {
            client.send(START + "X-a: a\r\n".repeat(101) + "\r\n");
            awaitEnd(client, context);
        }
    },

    BREAKS_ITS_CHUNKS {
        @Override
        void misbehave(TestClient client, ClientContext context) throws IOException, InterruptedException {
            client.send(ECHO + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nnonsense\r\n");
            awaitEnd(client, context);
        }
    },

    ONLY_CONNECTS {
        @Override
        void misbehave(TestClient client, ClientContext context) {}

        @Override
        public int run(InetSocketAddress server, ClientContext context) throws IOException, InterruptedException {
            for (int i = 0; i < 50 && !context.isOver(); i++) {
                super.run(server, context);
            }
            return 0;
        }
    };

    private static final String START = "GET /plaintext HTTP/1.1\r\nHost: heddle\r\n";
    private static final String ECHO = "POST /echo HTTP/1.1\r\nHost: heddle\r\n";
    private static final String MUCH = "GET /bytes?n=50000000 HTTP/1.1\r\nHost: heddle\r\n\r\n";

    private static final int STEP_MILLIS = 100;

    /** Longer than any timeout that the server is given. */
    private static final long LIMIT_MILLIS = 40_000;

    @Override
    public int run(InetSocketAddress server, ClientContext context) throws IOException, InterruptedException {
        try (TestClient client = TestClient.connect(server)) {
            misbehave(client, context);
        } catch (ConnectException e) {
            throw e; // A refused connect means that the server no longer accepts.
        } catch (SocketException | EOFException e) {
            // The server has ended the connection.
        }
        return 0;
    }

    abstract void misbehave(TestClient client, ClientContext context) throws IOException, InterruptedException;

    /** Sends a few bytes at intervals until the server ends the connection. */
    private static void drip(TestClient client, String drop, ClientContext context)
            throws IOException, InterruptedException {
        long until = limit();
        while (!context.isOverWithin(STEP_MILLIS)) {
            client.send(drop);
            ensureBefore(until);
        }
    }

    /** Reads until the server ends the connection. */
    private static void awaitEnd(TestClient client, ClientContext context) throws IOException {
        long until = limit();
        byte[] scratch = new byte[8192];
        while (!context.isOver() && client.readSome(scratch, STEP_MILLIS) >= 0) {
            ensureBefore(until);
        }
    }

    private static long limit() {
        return System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LIMIT_MILLIS);
    }

    private static void ensureBefore(long until) {
        if (System.nanoTime() - until > 0) {
            throw new AssertionError("still served after " + LIMIT_MILLIS + " ms");
        }
    }
}
