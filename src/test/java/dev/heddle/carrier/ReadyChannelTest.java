package dev.heddle.carrier;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import org.junit.jupiter.api.Test;

class ReadyChannelTest {
    /** A key becomes invalid before its selector forgets it: a busy machine may select it thousands of times in between. */
    @Test
    void channelThatAnotherThreadIsClosingIsReportedReadyWithoutAFailureOfTheCarrier() throws IOException {
        CarrierGroup group = CarrierGroup.open(1, failure -> {});
        Pipe pipe = Pipe.open();
        try (Selector selector = Selector.open();
                Pipe.SourceChannel source = pipe.source();
                Pipe.SinkChannel unused = pipe.sink()) {
            source.configureBlocking(false);
            ReadyChannel ready = new ReadyChannel(source, group.carrier(0), SelectionKey.OP_READ);
            SelectionKey key = source.register(selector, SelectionKey.OP_READ, ready);
            key.cancel();
            assertThatCode(() -> ready.signal(key)).doesNotThrowAnyException();
        } finally {
            group.close();
        }
    }
}
