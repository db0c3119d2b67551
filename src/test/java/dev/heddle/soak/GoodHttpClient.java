package dev.heddle.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.support.Eventually;
import dev.heddle.support.HttpReply;
import dev.heddle.support.TestClient;
import dev.heddle.support.TestClient.End;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeoutException;

/** Clients that keep every rule: each must get every reply, byte for byte, or be told that the server is full. */
enum GoodHttpClient implements ClientBehavior {
    KEEPS_ITS_CONNECTION {
        @Override
        public int run(InetSocketAddress server, ClientContext context) throws IOException {
            try (TestClient client = TestClient.connect(server)) {
                int count = context.within(1, 200);
                for (int i = 0; i < count; i++) {
                    PLAIN.make(client);
                }
                return count;
            }
        }
    },

    CONNECTS_FOR_EACH_REQUEST {
        @Override
        public int run(InetSocketAddress server, ClientContext context) throws IOException {
            int count = context.within(1, 20);
            for (int i = 0; i < count; i++) {
                try (TestClient client = TestClient.connect(server)) {
                    client.send("GET /plaintext HTTP/1.1\r\nHost: heddle\r\nConnection: close\r\n\r\n");
                    PLAIN.readReply(client);
                    assertThat(client.awaitEnd()).isEqualTo(End.CLOSED);
                }
            }
            return count;
        }
    },

    FINISHES_SENDING_FIRST {
        @Override
        public int run(InetSocketAddress server, ClientContext context) throws IOException {
            try (TestClient client = TestClient.connect(server)) {
                Call call = echo(context, 2000);
                client.send(call.request()).endSending();
                call.readReply(client);
                assertThat(client.awaitEnd()).isEqualTo(End.CLOSED);
                return 1;
            }
        }
    },

    PIPELINES {
        @Override
        public int run(InetSocketAddress server, ClientContext context) throws IOException {
            try (TestClient client = TestClient.connect(server)) {
                List<Call> calls = new ArrayList<>();
                ByteArrayOutputStream all = new ByteArrayOutputStream();
                int count = context.within(2, 40);
                for (int i = 0; i < count; i++) {
                    Call call = switch (context.below(4)) {
                        case 0 -> echo(context, 500);
                        case 1 -> bytes(context, 3000);
                        case 2 -> SLEEP;
                        default -> PLAIN;
                    };
                    calls.add(call);
                    all.writeBytes(call.request());
                }
                client.send(all.toByteArray());
                for (Call call : calls) {
                    call.readReply(client);
                }
                return count;
            }
        }
    },

    SENDS_BYTE_BY_BYTE {
        @Override
        public int run(InetSocketAddress server, ClientContext context) throws IOException, InterruptedException {
            try (TestClient client = TestClient.connect(server)) {
                Call call = echo(context, 100);
                long begun = System.nanoTime();
                // A server that is full says so before it has been sent everything.
                FutureTask<TestClient> sent = Eventually.begin(() -> {
                    for (byte value : call.request()) {
                        client.send(new byte[] {value});
                    }
                    return client;
                });
                try {
                    call.readReply(client);
                } catch (RejectedException full) {
                    throw full;
                } catch (IOException ended) {
                    throw System.nanoTime() - begun > EVICTED_NANOS
                            ? new RejectedException("evicted as slow", ended)
                            : ended;
                }
                awaitSent(sent);
                return 1;
            }
        }
    },

    SENDS_MUCH {
        @Override
        public int run(InetSocketAddress server, ClientContext context) throws IOException, InterruptedException {
            try (TestClient client = TestClient.connect(server)) {
                int count = context.within(1, 6);
                for (int i = 0; i < count; i++) {
                    Call call = echo(context, 400_000);
                    // The reply arrives while the request is still being sent: a client that only sends is soon
                    // blocked.
                    FutureTask<TestClient> sent = Eventually.begin(() -> client.send(call.request()));
                    call.readReply(client);
                    awaitSent(sent);
                }
                return count;
            }
        }
    },

    FETCHES_MUCH {
        @Override
        public int run(InetSocketAddress server, ClientContext context) throws IOException {
            try (TestClient client = TestClient.connect(server)) {
                int count = context.within(1, 6);
                for (int i = 0; i < count; i++) {
                    bytes(context, 1_000_000).make(client);
                }
                return count;
            }
        }
    },

    ASKS_FOR_SLOW_REPLIES {
        @Override
        public int run(InetSocketAddress server, ClientContext context) throws IOException {
            try (TestClient client = TestClient.connect(server)) {
                int count = context.within(1, 20);
                for (int i = 0; i < count; i++) {
                    SLEEP.make(client);
                }
                return count;
            }
        }
    };

    private static final Call PLAIN = get("/plaintext", "Hello, World!".getBytes(StandardCharsets.US_ASCII));
    private static final Call SLEEP = get("/sleep?ms=2", "slept 2 ms\n".getBytes(StandardCharsets.US_ASCII));

    /** Who is slow for longer may be evicted without a word when the server is full: the default of --idle-under-pressure-timeout. */
    private static final long EVICTED_NANOS = 1_000_000_000;

    private static final String FILLING = "0123456789abcde\n";

    /**
     * A request and its expected response.
     *
     * @param request the request as it is sent
     * @param body the expected body of the response
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Call(byte[] request, byte[] body) {
        void make(TestClient client) throws IOException {
            client.send(request);
            readReply(client);
        }

        void readReply(TestClient client) throws IOException {
            HttpReply reply = client.readReply();
            if (reply.status() == 503) {
                throw new RejectedException(reply);
            }
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.bytes()).isEqualTo(body);
        }
    }

    private static void awaitSent(FutureTask<TestClient> sent) throws IOException, InterruptedException {
        try {
            Eventually.result(sent);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("not sent", e);
        }
    }

    private static Call get(String target, byte[] body) {
        return new Call(bytes("GET " + target + " HTTP/1.1\r\nHost: heddle\r\n\r\n"), body);
    }

    private static Call bytes(ClientContext context, int most) {
        int count = context.within(0, most);
        return get("/bytes?n=" + count, bytes(FILLING.repeat(count / 16 + 1).substring(0, count)));
    }

    /** With a Content-Length, or in chunks of random sizes. */
    private static Call echo(ClientContext context, int most) {
        byte[] body = context.bytes(0, most);
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes(bytes("POST /echo HTTP/1.1\r\nHost: heddle\r\n"));
        if (context.below(2) == 0) {
            request.writeBytes(bytes("Content-Length: " + body.length + "\r\n\r\n"));
            request.writeBytes(body);
            return new Call(request.toByteArray(), body);
        }
        request.writeBytes(bytes("Transfer-Encoding: chunked\r\n\r\n"));
        int size;
        for (int at = 0; at < body.length; at += size) {
            size = Math.min(context.within(1, most), body.length - at);
            request.writeBytes(bytes(Integer.toHexString(size) + "\r\n"));
            request.write(body, at, size);
            request.writeBytes(bytes("\r\n"));
        }
        request.writeBytes(bytes("0\r\n\r\n"));
        return new Call(request.toByteArray(), body);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
