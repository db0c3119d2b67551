package dev.heddle.carrier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.concurrent.ReadySignal.Outcome;
import dev.heddle.support.Eventually;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Threads of several carriers that wait for sockets of one carrier: as the messages of message-balanced do, to read bodies. On JDK 24 and
 * later this ends at the first wait of three threads for one monitor if they are not {@linkplain Pinned pinned}: in every other run.
 */
@Timeout(60)
class SelectorContentionTest {
    private static final int THREADS_OF_EACH = 16;
    private static final int WAITS = 20_000;

    @Test
    void carrierGoesOnWhileThreadsOfItsOwnAndOfOthersTurnInterestsOn() throws Exception {
        Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
        CarrierGroup group = CarrierGroup.open(2, failures::add);
        group.start();
        List<SocketChannel> channels = new ArrayList<>();
        CountDownLatch done = new CountDownLatch(2 * THREADS_OF_EACH);
        try (ServerSocketChannel listener =
                ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            for (int i = 0; i < 2 * THREADS_OF_EACH; i++) {
                SocketChannel channel = SocketChannel.open(listener.getLocalAddress());
                channel.configureBlocking(false);
                channels.add(channel);
                channels.add(listener.accept());
                ReadyChannel ready = new ReadyChannel(channel, group.carrier(0), SelectionKey.OP_READ);
                group.carrier(i).start("heddle-test", () -> {
                    try {
                        for (int wait = 0; wait < WAITS; wait++) {
                            // Turned on for each wait: there is nearly always space.
                            assertThat(ready.awaitWritable()).isEqualTo(Outcome.READY);
                        }
                    } catch (Throwable e) {
                        failures.add(e);
                    } finally {
                        done.countDown();
                    }
                });
            }
            Eventually.await(done);
            assertThat(failures).isEmpty();
        } finally {
            for (SocketChannel channel : channels) {
                channel.close();
            }
            group.close();
        }
    }
}
