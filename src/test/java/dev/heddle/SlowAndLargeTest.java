package dev.heddle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.http.Handler;
import dev.heddle.http.Response;
import dev.heddle.options.Architecture;
import dev.heddle.support.Dialect;
import dev.heddle.support.Eventually;
import dev.heddle.support.RecordingEvents;
import dev.heddle.support.TestClient;
import java.io.IOException;
import java.util.Random;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Contents larger than any buffer, beside a reader slower than any network. */
@Timeout(120)
class SlowAndLargeTest {
    private static final int LARGE = 64 << 20;
    private static final int PART = 65_536;

    static Stream<Architecture> architectures() {
        return Architecture.all().stream();
    }

    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @MethodSource("architectures")
    void echoOf64MiBIsExactAlongsideASlowReader(Architecture architecture) throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        try (Server server = Server.http(application())
                        .architecture(architecture)
                        .events(new RecordingEvents())
                        .start();
                TestClient slow = TestClient.connectWithReceiveBuffer(server, 8192);
                TestClient pouring = TestClient.connect(server);
                TestClient quick = TestClient.connect(server)) {
            long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(3);
            slow.send(Dialect.HTTP.phrase("bytes"));
            FutureTask<Integer> hardlyRead = Eventually.begin(() -> readTenKibibytesASecond(slow, over));

            FutureTask<Long> poured = Eventually.begin(() -> pour(pouring));
            FutureTask<Integer> answered = Eventually.begin(() -> askUntil(quick, over));
            assertThat(pouring.readLine()).isEqualTo("HTTP/1.1 200 OK");
            assertThat(checksumOfChunked(pouring)).isEqualTo(Eventually.result(poured));

            while (System.nanoTime() < until) {
                assertThat(pouring.get("plaintext").text()).isEqualTo("Hello, World!");
            }
            assertThat(server.stats().inFlight())
                    .as("the slow one still hangs on")
                    .isPositive();
            over.set(true);
            assertThat(Eventually.result(answered)).as("answers meanwhile").isPositive();
            assertThat(Eventually.result(hardlyRead))
                    .as("bytes that the slow one has read")
                    .isBetween(1, 100_000);
            assertThat(quick.get("plaintext").text()).isEqualTo("Hello, World!");
        }
    }

    private static Handler application() {
        return request -> switch (request.path()) {
            case "/echo" ->
                Response.stream(
                        "application/octet-stream", out -> request.body().transferTo(out));
            case "/bytes" ->
                Response.stream("application/octet-stream", LARGE, out -> {
                    byte[] part = new byte[PART];
                    for (int i = 0; i < LARGE / PART; i++) {
                        out.write(part);
                    }
                });
            default -> Response.text("Hello, World!");
        };
    }

    private static int readTenKibibytesASecond(TestClient client, AtomicBoolean over) throws Exception {
        byte[] part = new byte[512];
        int sum = 0;
        while (!over.get()) {
            sum += client.readSome(part);
            TimeUnit.MILLISECONDS.sleep(50);
        }
        return sum;
    }

    private static int askUntil(TestClient client, AtomicBoolean over) throws IOException {
        int answers = 0;
        while (!over.get()) {
            assertThat(client.get("plaintext").text()).isEqualTo("Hello, World!");
            answers++;
        }
        return answers;
    }

    /** Sends it all, and returns its checksum. */
    private static long pour(TestClient client) throws IOException {
        client.send("POST /echo HTTP/1.1\r\nHost: heddle\r\nContent-Length: " + LARGE + "\r\n\r\n");
        Random random = new Random(7);
        CRC32C checksum = new CRC32C();
        byte[] part = new byte[PART];
        for (int i = 0; i < LARGE / PART; i++) {
            random.nextBytes(part);
            checksum.update(part);
            client.send(part);
        }
        return checksum.getValue();
    }

    private static long checksumOfChunked(TestClient client) throws IOException {
        String line = client.readLine();
        while (!line.isEmpty()) {
            line = client.readLine();
        }
        CRC32C checksum = new CRC32C();
        long length = 0;
        for (int size = chunkSize(client); size > 0; size = chunkSize(client)) {
            checksum.update(client.readBytes(size));
            client.readLine();
            length += size;
        }
        client.readLine();
        assertThat(length).isEqualTo(LARGE);
        return checksum.getValue();
    }

    private static int chunkSize(TestClient client) throws IOException {
        return Integer.parseInt(client.readLine(), 16);
    }
}
