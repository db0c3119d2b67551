package dev.heddle.carrier;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.api.Test;

class ReadyChannelTest {
    /** A key becomes invalid before its selector forgets it: a busy machine may select it thousands of times in between. */
    @Test
    void channelThatAnotherThreadIsClosingIsReportedReadyWithoutAFailureOfTheCarrier() throws IOException {
        CarrierGroup group = CarrierGroup.open(1, failure -> {});
        try (Selector selector = Selector.open();
                SocketChannel channel = SocketChannel.open()) {
            channel.configureBlocking(false);
            ReadyChannel ready = new ReadyChannel(channel, group.carrier(0), SelectionKey.OP_READ);
            SelectionKey key = channel.register(selector, SelectionKey.OP_READ, ready);
            key.cancel();
            assertThatCode(() -> ready.signal(key)).doesNotThrowAnyException();
        } finally {
            group.close();
        }
    }
}
