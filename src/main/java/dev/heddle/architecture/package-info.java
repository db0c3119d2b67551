/**
 * Which thread runs what: one file for each architecture, and {@link dev.heddle.architecture.ServeLoop}, the one loop that
 * reads, handles and writes.
 *
 * <p>Read them in this order: {@code ServeLoop}, {@code SingleAcceptorSchedule}, {@code MultiAcceptorSchedule}, {@code
 * SocketShardedSchedule}, {@code SingleThreadedSchedule}, {@code MessageBalancedSchedule} with {@code PipelinedConnection}.
 */
package dev.heddle.architecture;
