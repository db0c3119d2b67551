package dev.heddle.protocol;

import java.io.IOException;

/**
 * The place of one exchange in the order of its connection's replies, for exchanges whose handlers write while they run. Other
 * exchanges can ignore it: their {@link Exchange#write} is called in turn.
 *
 * <p>A turn cannot be skipped or kept: it passes to the next exchange when {@link Exchange#write} has returned.
 *
 * {@snippet :
 * boolean last = slot.awaitTurn(); // every earlier reply has been written
 * transport.out().writeLatin1(last ? "bye\n" : "hello\n");
 * }
 */
public interface WriteSlot {
    /**
     * Waits until every earlier reply of the connection has been written. May be called repeatedly, by one thread of the exchange at a
     * time.
     *
     * @return whether the reply, if it starts now, must announce that the connection closes after it
     * @throws IOException if an earlier reply has ended the connection: nothing can be written any more
     */
    boolean awaitTurn() throws IOException;

    /**
     * Whether more messages of the peer have arrived, so that a complete reply may stay in the writer's buffer: it is sent together
     * with the next ones, or before the server waits for the peer. Only in turn.
     */
    boolean hasPipelinedNext();
}
