package dev.heddle.carrier;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.jcstress.harness.Together;
import dev.heddle.jcstress.harness.Wait;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** The interest of a selector that sleeps takes effect only when it selects again. */
@JCStressTest
@Description("A byte arrives while a thread begins to wait for it, on a carrier that sleeps: the thread goes on.")
@Outcome(id = "1", expect = ACCEPTABLE, desc = "The thread went on.")
@Outcome(id = "-1", expect = FORBIDDEN, desc = "There is a byte, and the thread stays parked.")
@Outcome(expect = FORBIDDEN, desc = "Something else.")
@State
public class ReadyChannel_01_ReadVsWrite extends Together {
    private @Nullable Pipe pipe;

    /** Waits. */
    @Actor
    public void reader(I_Result r) {
        Pipe opened = pipe();
        ReadyChannel ready = new ReadyChannel(opened.source(), OneCarrier.GROUP.carrier(0), SelectionKey.OP_READ);
        meet();
        boolean ended = Wait.FIRST.ended(() -> {
            try {
                ready.awaitReadable(0);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        r.r1 = ended ? 1 : Wait.LOST;
        try {
            opened.source().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ready.close();
    }

    /** Sends a byte. */
    @Actor
    public void writer() {
        Pipe opened = pipe();
        meet();
        try (Pipe.SinkChannel sink = opened.sink()) {
            sink.write(ByteBuffer.wrap(new byte[] {1}));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Made by whichever actor comes first: jcstress makes many states that are never used. */
    private synchronized Pipe pipe() {
        try {
            if (pipe == null) {
                pipe = Pipe.open();
                pipe.source().configureBlocking(false);
            }
            return pipe;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
