package dev.heddle.soak;

import dev.heddle.support.TestClient;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.concurrent.TimeUnit;

/** What a client may do that is slow, broken or hostile. The server owes it an end, and others that they notice nothing. */
enum BadHttpVisit implements Visit {
    SENDS_A_HEAD_FOR_EVER {
        @Override
        void bother(TestClient client, Occasion occasion) throws IOException, InterruptedException {
            client.send(START);
            drip(client, "X-a: b\r\n", occasion);
        }
    },

    SENDS_CONTENT_FOR_EVER {
        @Override
        void bother(TestClient client, Occasion occasion) throws IOException, InterruptedException {
            client.send(ECHO + "Content-Length: 100000\r\n\r\n");
            drip(client, "x", occasion);
        }
    },

    SENDS_A_CHUNK_FOR_EVER {
        @Override
        void bother(TestClient client, Occasion occasion) throws IOException, InterruptedException {
            client.send(ECHO + "Transfer-Encoding: chunked\r\n\r\nffff\r\n");
            drip(client, "x", occasion);
        }
    },

    STOPS_IN_THE_HEAD {
        @Override
        void bother(TestClient client, Occasion occasion) throws IOException, InterruptedException {
            client.send(START + "X-");
            awaitEnd(client, occasion);
        }
    },

    NEVER_SAYS_ANYTHING {
        @Override
        void bother(TestClient client, Occasion occasion) throws IOException, InterruptedException {
            awaitEnd(client, occasion);
        }
    },

    STAYS_AFTER_ITS_ANSWER {
        @Override
        void bother(TestClient client, Occasion occasion) throws IOException, InterruptedException {
            client.get("plaintext");
            awaitEnd(client, occasion);
        }
    },

    READS_SLOWLY {
        @Override
        void bother(TestClient client, Occasion occasion) throws IOException, InterruptedException {
            client.send(MUCH);
            byte[] little = new byte[1024];
            for (int i = 0; i < 100 && !occasion.isOverWithin(STEP_MILLIS); i++) {
                client.readSome(little);
            }
        }
    },

    NEVER_READS {
        @Override
        void bother(TestClient client, Occasion occasion) throws IOException, InterruptedException {
            client.send(MUCH.repeat(occasion.within(1, 5)));
            occasion.isOverWithin(occasion.below(15_000));
        }
    },

    SENDS_MUCH_AND_NEVER_READS {
        @Override
        void bother(TestClient client, Occasion occasion) throws IOException, InterruptedException {
            client.send(ECHO + "Content-Length: 10000000\r\n\r\n");
            for (int i = 0; i < 100 && !occasion.isOver(); i++) {
                client.send(new byte[100_000]);
            }
        }
    },

    RESETS_BEFORE_THE_FIRST_BYTE {
        @Override
        void bother(TestClient client, Occasion occasion) throws IOException {
            client.reset();
        }
    },

    RESETS_IN_THE_HEAD {
        @Override
        void bother(TestClient client, Occasion occasion) throws IOException {
            client.send(START).reset();
        }
    },

    RESETS_IN_THE_CONTENT {
        @Override
        void bother(TestClient client, Occasion occasion) throws IOException {
            client.send(ECHO + "Content-Length: 100000\r\n\r\nabc").reset();
        }
    },

    RESETS_BEHIND_ITS_REQUESTS {
        @Override
        void bother(TestClient client, Occasion occasion) throws IOException {
            client.send((START + "\r\n").repeat(occasion.within(1, 100))).reset();
        }
    },

    RESETS_IN_THE_ANSWER {
        @Override
        void bother(TestClient client, Occasion occasion) throws IOException {
            client.send(MUCH).readBytes(occasion.within(1, 100_000));
            client.reset();
        }
    },

    RESETS_WHILE_IT_IS_HANDLED {
        @Override
        void bother(TestClient client, Occasion occasion) throws IOException, InterruptedException {
            client.send("GET /sleep?ms=20 HTTP/1.1\r\nHost: heddle\r\n\r\n");
            occasion.isOverWithin(occasion.below(25));
            client.reset();
        }
    },

    ENDS_ITS_SIDE_IN_THE_MIDDLE {
        @Override
        void bother(TestClient client, Occasion occasion) throws IOException, InterruptedException {
            String whole = ECHO + "Content-Length: 100\r\n\r\n" + "x".repeat(100);
            client.send(whole.substring(0, occasion.below(whole.length()))).endSending();
            awaitEnd(client, occasion);
        }
    },

    TALKS_NONSENSE {
        @Override
        void bother(TestClient client, Occasion occasion) throws IOException, InterruptedException {
            client.send(occasion.bytes(1, 20_000));
            awaitEnd(client, occasion);
        }
    },

    TALKS_TLS {
        @Override
        void bother(TestClient client, Occasion occasion) throws IOException, InterruptedException {
            // A record of the handshake, version 3.1, and the beginning of a ClientHello (RFC 8446 4.1.2, 5.1).
            byte[] hello = occasion.bytes(517, 517);
            System.arraycopy(new byte[] {22, 3, 1, 2, 0, 1, 0, 1, (byte) 252, 3, 3}, 0, hello, 0, 11);
            client.send(hello);
            awaitEnd(client, occasion);
        }
    },

    SENDS_TOO_LARGE_A_HEAD {
        @Override
        void bother(TestClient client, Occasion occasion) throws IOException, InterruptedException {
            client.send(START + "X-a: " + "a".repeat(occasion.within(16_384, 100_000)) + "\r\n\r\n");
            awaitEnd(client, occasion);
        }
    },

    SENDS_TOO_MANY_FIELDS {
        @Override
        void bother(TestClient client, Occasion occasion) throws IOException, InterruptedException {
            client.send(START + "X-a: a\r\n".repeat(101) + "\r\n");
            awaitEnd(client, occasion);
        }
    },

    BREAKS_ITS_CHUNKS {
        @Override
        void bother(TestClient client, Occasion occasion) throws IOException, InterruptedException {
            client.send(ECHO + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nnonsense\r\n");
            awaitEnd(client, occasion);
        }
    },

    ONLY_CONNECTS {
        @Override
        void bother(TestClient client, Occasion occasion) {}

        @Override
        public int pay(InetSocketAddress server, Occasion occasion) throws IOException, InterruptedException {
            for (int i = 0; i < 50 && !occasion.isOver(); i++) {
                super.pay(server, occasion);
            }
            return 0;
        }
    };

    private static final String START = "GET /plaintext HTTP/1.1\r\nHost: heddle\r\n";
    private static final String ECHO = "POST /echo HTTP/1.1\r\nHost: heddle\r\n";
    private static final String MUCH = "GET /bytes?n=50000000 HTTP/1.1\r\nHost: heddle\r\n\r\n";

    private static final int STEP_MILLIS = 100;

    /** Longer than any time-out that the server is given. */
    private static final long PATIENCE_MILLIS = 40_000;

    @Override
    public int pay(InetSocketAddress server, Occasion occasion) throws IOException, InterruptedException {
        try (TestClient client = TestClient.connect(server)) {
            bother(client, occasion);
        } catch (ConnectException e) {
            throw e; // It was let in no more: whoever comes to be refused has a right to that.
        } catch (SocketException | EOFException e) {
            // The server had enough of it.
        }
        return 0;
    }

    abstract void bother(TestClient client, Occasion occasion) throws IOException, InterruptedException;

    /** Sends a little every now and then, until the server has had enough of it. */
    private static void drip(TestClient client, String drop, Occasion occasion)
            throws IOException, InterruptedException {
        long until = patience();
        while (!occasion.isOverWithin(STEP_MILLIS)) {
            client.send(drop);
            ensurePatience(until);
        }
    }

    /** Takes what comes until the server has had enough of it. */
    private static void awaitEnd(TestClient client, Occasion occasion) throws IOException {
        long until = patience();
        byte[] scratch = new byte[8192];
        while (!occasion.isOver() && client.readSome(scratch, STEP_MILLIS) >= 0) {
            ensurePatience(until);
        }
    }

    private static long patience() {
        return System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
    }

    private static void ensurePatience(long until) {
        if (System.nanoTime() - until > 0) {
            throw new AssertionError("still served after " + PATIENCE_MILLIS + " ms");
        }
    }
}
