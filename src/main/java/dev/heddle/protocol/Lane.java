package dev.heddle.protocol;

/**
 * The classes of messages that an architecture may treat differently. Of the five, only message-balanced does.
 *
 * {@snippet :
 * final class Reports implements Handler {
 *     @Override
 *     public Response handle(Request request) {
 *         return Response.text("computed for long");
 *     }
 *
 *     @Override
 *     public Lane lane(Request request) {
 *         return Lane.LONG_RUNNING;
 *     }
 * }
 * }
 */
public enum Lane {
    /**
     * Handled by the dispatcher itself, without a thread of its own: for messages that cost less than starting a thread (some
     * microseconds) and never block. A message that blocks stops its dispatcher.
     */
    INLINE,
    /** Handled by a virtual thread of its own. Right for every message that waits for something. */
    NORMAL,
    /**
     * For messages that compute for long. Fewer of them run at a time than there are carriers, so that they cannot occupy all
     * carriers.
     */
    LONG_RUNNING
}
