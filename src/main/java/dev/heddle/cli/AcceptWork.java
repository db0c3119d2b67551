package dev.heddle.cli;

import dev.heddle.metrics.ServerEvents;

/**
 * An acceptor that does more than to accept, such as setting options or looking the peer up: uses processor time on its thread for
 * each connection. Nothing is logged.
 *
 * @param nanos how much
 */
record AcceptWork(long nanos) implements ServerEvents {
    @Override
    public void connectionAccepted(int acceptor) {
        Spin.spinOrKeepInterrupt(nanos);
    }
}
