package dev.heddle.protocol;

import java.io.IOException;

/**
 * The turn of one exchange to write on its connection, for exchanges whose handlers write while they run. The others need not
 * look at it: their {@link Exchange#write} is called in its turn.
 *
 * <p>It may be waited for, but neither skipped nor kept: it passes on when {@link Exchange#write} has returned.
 */
public interface WriteSlot {
    /**
     * Waits until every earlier reply of the connection has been written; at once if that is so. For any one thread of the
     * exchange at a time, as often as one likes.
     *
     * @return whether the reply, if it begins now, has to announce that the connection closes behind it
     * @throws IOException if an earlier reply has ended the connection: there is nowhere to write to
     */
    boolean awaitTurn() throws IOException;

    /**
     * Whether more messages of the peer are at hand, so that a whole reply may be left in the writer: it leaves together with
     * the next ones, or before the server waits for the peer. Only in the turn.
     */
    boolean hasPipelinedNext();
}
