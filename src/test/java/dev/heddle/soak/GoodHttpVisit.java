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

/** What a client may do that keeps every rule; it is owed every answer, byte for byte. */
enum GoodHttpVisit implements Visit {
    KEEPS_ITS_CONNECTION {
        @Override
        public int pay(InetSocketAddress server, Occasion occasion) throws IOException {
            try (TestClient client = TestClient.connect(server)) {
                int count = occasion.within(1, 200);
                for (int i = 0; i < count; i++) {
                    PLAIN.ask(client);
                }
                return count;
            }
        }
    },

    CONNECTS_FOR_EACH_REQUEST {
        @Override
        public int pay(InetSocketAddress server, Occasion occasion) throws IOException {
            int count = occasion.within(1, 20);
            for (int i = 0; i < count; i++) {
                try (TestClient client = TestClient.connect(server)) {
                    client.send("GET /plaintext HTTP/1.1\r\nHost: heddle\r\nConnection: close\r\n\r\n");
                    PLAIN.readAnswer(client);
                    assertThat(client.awaitEnd()).isEqualTo(End.CLOSED);
                }
            }
            return count;
        }
    },

    FINISHES_SENDING_FIRST {
        @Override
        public int pay(InetSocketAddress server, Occasion occasion) throws IOException {
            try (TestClient client = TestClient.connect(server)) {
                Question question = echo(occasion, 2000);
                client.send(question.request()).endSending();
                question.readAnswer(client);
                assertThat(client.awaitEnd()).isEqualTo(End.CLOSED);
                return 1;
            }
        }
    },

    PIPELINES {
        @Override
        public int pay(InetSocketAddress server, Occasion occasion) throws IOException {
            try (TestClient client = TestClient.connect(server)) {
                List<Question> questions = new ArrayList<>();
                ByteArrayOutputStream all = new ByteArrayOutputStream();
                int count = occasion.within(2, 40);
                for (int i = 0; i < count; i++) {
                    Question question = switch (occasion.below(4)) {
                        case 0 -> echo(occasion, 500);
                        case 1 -> bytes(occasion, 3000);
                        case 2 -> SLEEP;
                        default -> PLAIN;
                    };
                    questions.add(question);
                    all.writeBytes(question.request());
                }
                client.send(all.toByteArray());
                for (Question question : questions) {
                    question.readAnswer(client);
                }
                return count;
            }
        }
    },

    SENDS_BYTE_BY_BYTE {
        @Override
        public int pay(InetSocketAddress server, Occasion occasion) throws IOException {
            try (TestClient client = TestClient.connect(server)) {
                Question question = echo(occasion, 100);
                for (byte value : question.request()) {
                    client.send(new byte[] {value});
                }
                question.readAnswer(client);
                return 1;
            }
        }
    },

    SENDS_MUCH {
        @Override
        public int pay(InetSocketAddress server, Occasion occasion) throws IOException, InterruptedException {
            try (TestClient client = TestClient.connect(server)) {
                int count = occasion.within(1, 6);
                for (int i = 0; i < count; i++) {
                    Question question = echo(occasion, 400_000);
                    // The answer comes while the request goes: who only sends is soon not listened to any more.
                    FutureTask<TestClient> sent = Eventually.begin(() -> client.send(question.request()));
                    question.readAnswer(client);
                    try {
                        Eventually.result(sent);
                    } catch (ExecutionException | TimeoutException e) {
                        throw new IOException("not sent", e);
                    }
                }
                return count;
            }
        }
    },

    FETCHES_MUCH {
        @Override
        public int pay(InetSocketAddress server, Occasion occasion) throws IOException {
            try (TestClient client = TestClient.connect(server)) {
                int count = occasion.within(1, 6);
                for (int i = 0; i < count; i++) {
                    bytes(occasion, 1_000_000).ask(client);
                }
                return count;
            }
        }
    },

    ASKS_FOR_SLOW_ANSWERS {
        @Override
        public int pay(InetSocketAddress server, Occasion occasion) throws IOException {
            try (TestClient client = TestClient.connect(server)) {
                int count = occasion.within(1, 20);
                for (int i = 0; i < count; i++) {
                    SLEEP.ask(client);
                }
                return count;
            }
        }
    };

    private static final Question PLAIN = get("/plaintext", "Hello, World!".getBytes(StandardCharsets.US_ASCII));
    private static final Question SLEEP = get("/sleep?ms=2", "slept 2 ms\n".getBytes(StandardCharsets.US_ASCII));
    private static final String FILLING = "0123456789abcde\n";

    /**
     * A request and the content of its answer.
     *
     * @param request as it is sent
     * @param content as it has to come
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Question(byte[] request, byte[] content) {
        void ask(TestClient client) throws IOException {
            client.send(request);
            readAnswer(client);
        }

        void readAnswer(TestClient client) throws IOException {
            HttpReply reply = client.readReply();
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.bytes()).isEqualTo(content);
        }
    }

    private static Question get(String target, byte[] content) {
        return new Question(bytes("GET " + target + " HTTP/1.1\r\nHost: heddle\r\n\r\n"), content);
    }

    private static Question bytes(Occasion occasion, int most) {
        int count = occasion.within(0, most);
        return get("/bytes?n=" + count, bytes(FILLING.repeat(count / 16 + 1).substring(0, count)));
    }

    /** With a length that is said at once, or in chunks of any sizes. */
    private static Question echo(Occasion occasion, int most) {
        byte[] content = occasion.bytes(0, most);
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes(bytes("POST /echo HTTP/1.1\r\nHost: heddle\r\n"));
        if (occasion.below(2) == 0) {
            request.writeBytes(bytes("Content-Length: " + content.length + "\r\n\r\n"));
            request.writeBytes(content);
            return new Question(request.toByteArray(), content);
        }
        request.writeBytes(bytes("Transfer-Encoding: chunked\r\n\r\n"));
        int size;
        for (int at = 0; at < content.length; at += size) {
            size = Math.min(occasion.within(1, most), content.length - at);
            request.writeBytes(bytes(Integer.toHexString(size) + "\r\n"));
            request.write(content, at, size);
            request.writeBytes(bytes("\r\n"));
        }
        request.writeBytes(bytes("0\r\n\r\n"));
        return new Question(request.toByteArray(), content);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
