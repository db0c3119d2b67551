package dev.heddle.bytes;

import java.io.IOException;
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

/** The buffers of a connection, without a socket. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 4, time = 250, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 4, time = 250, timeUnit = TimeUnit.MILLISECONDS)
public class BytesBenchmark {
    private static final int READER_SIZE = 17_408;
    private static final int WRITER_SIZE = 16_384;

    private final byte[] line = Ascii.bytes("User-Agent: something that is named here\r\n");
    private final byte[] body = Ascii.bytes("Hello, World!");
    private final ByteReader reader = new ByteReader(this::receive, READER_SIZE);
    private final ByteWriter writer = new ByteWriter((bytes, offset, length) -> {}, WRITER_SIZE);

    private int receive(byte[] into, int offset, int length) {
        System.arraycopy(line, 0, into, offset, line.length);
        return line.length;
    }

    /** A line arrives, its end is found, and it is consumed. */
    @Benchmark
    public int readerLine() throws IOException {
        reader.fill();
        int end = reader.indexOf((byte) '\n', 0);
        reader.skip(end + 1);
        return end;
    }

    /** A reply of four parts is begun, ended and sent. */
    @Benchmark
    public boolean writerReply() throws IOException {
        writer.begin();
        writer.write(line);
        writer.writeLatin1("Content-Length: ");
        writer.writeDecimal(body.length);
        writer.write(body);
        writer.end();
        writer.flushCompleted();
        return writer.isEmpty();
    }
}
