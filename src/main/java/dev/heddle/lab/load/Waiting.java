package dev.heddle.lab.load;

/**
 * A request that was started and has no response yet.
 *
 * @param kind the number of its kind
 * @param intended when it should have been sent, by {@link System#nanoTime}: latency counts from here, so that a late client or a busy
 *     connection makes no latency disappear
 * @param sent when it was given to a connection: the timeout counts from here, as a server cannot answer what this generator still keeps
 */
record Waiting(int kind, long intended, long sent) {
    /** In the generator's own queue: not sent yet. */
    static Waiting queued(int kind, long intended) {
        return new Waiting(kind, intended, 0);
    }

    /** The same, given to a connection now. */
    Waiting sentNow() {
        return new Waiting(kind, intended, System.nanoTime());
    }
}
