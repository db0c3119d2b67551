package dev.heddle.lab.load;

/**
 * A request that was started and has no response yet.
 *
 * @param kind the number of its kind
 * @param intended when it should have been sent, by {@link System#nanoTime}: latency counts from here, so that a late client or a busy
 *     connection makes no latency disappear
 */
record Waiting(int kind, long intended) {}
