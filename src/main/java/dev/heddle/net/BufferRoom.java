package dev.heddle.net;

import dev.heddle.bytes.Room;
import dev.heddle.concurrent.Budget;
import dev.heddle.protocol.OverloadException;
import java.io.IOException;

/**
 * The memory that the buffers of all connections may have beyond what an idle one holds.
 *
 * @param octets how much is left of it
 */
public record BufferRoom(Budget octets) implements Room {
    @Override
    public boolean tryTake(int more) {
        return octets.tryTake(more);
    }

    @Override
    public void giveBack(int less) {
        octets.giveBack(less);
    }

    @Override
    public IOException refusal() {
        return new OverloadException("no memory left for messages that have not arrived whole");
    }
}
