package dev.heddle.http1;

import dev.heddle.bytes.Ascii;
import dev.heddle.bytes.ByteReader;
import dev.heddle.bytes.ByteWriter;
import dev.heddle.http.Response;
import dev.heddle.http1.ResponseEncoder.Persistence;
import dev.heddle.options.Limits;
import dev.heddle.protocol.AfterReply;
import dev.heddle.protocol.Exchange;
import dev.heddle.protocol.Session;
import dev.heddle.protocol.Transport;
import dev.heddle.protocol.WriteSlot;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** HTTP/1.1 without sockets: heads parsed, responses encoded, and whole exchanges. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 4, time = 250, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 4, time = 250, timeUnit = TimeUnit.MILLISECONDS)
public class Http1Benchmark {
    private static final int PIPELINED = 16;
    private static final int READER_SIZE = 17_408;
    private static final int WRITER_SIZE = 16_384;

    /** A request of a load generator. */
    private static final String SMALL = "GET /plaintext HTTP/1.1\r\nHost: 127.0.0.1:8080\r\n\r\n";

    /** A request of a browser: 559 bytes. */
    private static final String BROWSER = """
            GET /articles/2026/11/heddle?page=2 HTTP/1.1\r
            Host: www.example.org\r
            User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0\r
            Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8\r
            Accept-Language: en-GB,en;q=0.7,de;q=0.3\r
            Accept-Encoding: gzip, deflate, br, zstd\r
            Referer: https://www.example.org/articles/\r
            Connection: keep-alive\r
            Cookie: session=1f6c0d0e7b8a4c55b1d2; theme=dark\r
            Upgrade-Insecure-Requests: 1\r
            Sec-Fetch-Dest: document\r
            Sec-Fetch-Mode: navigate\r
            Sec-Fetch-Site: same-origin\r
            Priority: u=0, i\r
            \r
            """;

    private static final Limits LIMITS = Limits.defaults();
    private static final Response HELLO = Response.bytes("text/plain", Ascii.bytes("Hello, World!"));

    private final Input small = new Input(SMALL);
    private final Input browser = new Input(BROWSER);
    private final Input pipelined = new Input(SMALL.repeat(PIPELINED));
    private final ByteWriter out = new ByteWriter((bytes, offset, length) -> {}, WRITER_SIZE);
    private final byte[] body = Ascii.bytes("Hello, World!");
    private final Transport transport = new Input(SMALL).transport(out);

    private final Session session = new Http1Protocol(request -> HELLO, LIMITS).open(transport);

    /** A connection on which the same bytes arrive repeatedly, as many at a time as fit. */
    private static final class Input {
        private final byte[] bytes;
        private final ByteReader reader = new ByteReader(this::receive, READER_SIZE);
        private int sent;

        Input(String text) {
            bytes = Ascii.bytes(text);
        }

        private int receive(byte[] into, int offset, int length) {
            int count = Math.min(length, bytes.length - sent);
            System.arraycopy(bytes, sent, into, offset, count);
            sent = (sent + count) % bytes.length;
            return count;
        }

        RequestHead next() throws IOException {
            HeadParser parser = new HeadParser(LIMITS, Leniency.NONE);
            RequestHead head = parser.parse(reader);
            while (head == null) {
                reader.fill();
                head = parser.parse(reader);
            }
            return head;
        }

        Transport transport(ByteWriter to) {
            return new Transport(reader, to);
        }
    }

    /** The only exchange of its connection. */
    private static final class Alone implements WriteSlot {
        private static final Alone SLOT = new Alone();

        @Override
        public boolean awaitTurn() {
            return false;
        }

        @Override
        public boolean hasPipelinedNext() {
            return false;
        }
    }

    /** A small head arrives and is parsed. */
    @Benchmark
    public Object headSmall() throws IOException {
        return small.next();
    }

    /** A browser's head arrives and is parsed. */
    @Benchmark
    public Object headBrowser() throws IOException {
        return browser.next();
    }

    /** A browser's head is parsed, and one header looked up. */
    @Benchmark
    public Object headBrowserAndOneHeader() throws IOException {
        return browser.next().first("Accept-Language");
    }

    /** One of 16 small heads that arrive together. */
    @Benchmark
    public Object headPipelined() throws IOException {
        return pipelined.next();
    }

    /** A response of 13 bytes is encoded and sent. */
    @Benchmark
    public boolean response() throws IOException {
        out.begin();
        ResponseEncoder.writeWhole(transport, HELLO, body, Persistence.IMPLIED, false, null);
        out.end();
        out.flushCompleted();
        return out.isEmpty();
    }

    /** All that HTTP does for a small request, from its bytes to those of the response. */
    @Benchmark
    public AfterReply exchange() throws IOException {
        Exchange exchange = Objects.requireNonNull(session.next());
        exchange.handle(Alone.SLOT);
        AfterReply afterReply = exchange.write(false);
        out.flushCompleted();
        return afterReply;
    }
}
