package dev.heddle.carrier;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.jcstress.harness.Together;
import dev.heddle.jcstress.harness.Wait;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A channel that is registered twice has the interest of the second time only. */
@JCStressTest
@Description("A thread waits to read and another to write, both as the first of their channel, which is ready for both:"
        + " both go on.")
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "Both went on.")
@Outcome(id = "-1, .*", expect = FORBIDDEN, desc = "There is a byte, and the reader stays parked.")
@Outcome(id = ".*, -1", expect = FORBIDDEN, desc = "There is space, and the writer stays parked.")
@Outcome(expect = FORBIDDEN, desc = "Something else.")
@State
public class ReadyChannel_02_TwoFirstWaits extends Together {
    private @Nullable SocketChannel near;
    private @Nullable SocketChannel far;
    private @Nullable ReadyChannel ready;

    /** Waits to read. */
    @Actor
    public void reader(II_Result r) {
        ReadyChannel channel = ready();
        meet();
        r.r1 = Wait.FIRST.ended(() -> await(channel, true)) ? 1 : Wait.LOST;
    }

    /** Waits to write. */
    @Actor
    public void writer(II_Result r) {
        ReadyChannel channel = ready();
        meet();
        r.r2 = Wait.SECOND.ended(() -> await(channel, false)) ? 1 : Wait.LOST;
    }

    /** Closes both ends, with a reset: that leaves no port waiting. */
    @Arbiter
    public void close(II_Result r) {
        try {
            closeBoth();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void closeBoth() throws IOException {
        if (near != null && far != null) {
            far.setOption(StandardSocketOptions.SO_LINGER, 0);
            far.close();
            near.close();
            ready().close();
        }
    }

    private static void await(ReadyChannel channel, boolean toRead) {
        try {
            if (toRead) {
                channel.awaitReadable(0);
            } else {
                channel.awaitWritable();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Made by whichever actor comes first: jcstress makes many states that are never used. */
    private synchronized ReadyChannel ready() {
        try {
            if (ready == null) {
                try (ServerSocketChannel listener = ServerSocketChannel.open()) {
                    listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                    far = SocketChannel.open(listener.getLocalAddress());
                    near = listener.accept();
                }
                far.write(ByteBuffer.wrap(new byte[] {1}));
                near.configureBlocking(false);
                ready = new ReadyChannel(near, OneCarrier.GROUP.carrier(0), SelectionKey.OP_READ);
            }
            return ready;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
