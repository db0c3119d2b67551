package dev.heddle.architecture;

import dev.heddle.concurrent.BusyMeter;
import dev.heddle.metrics.ServerStats.TurnStats;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;

/** Where the architectures' threads come from, and their names. All are virtual: whoever blocks, blocks no carrier. */
final class Threads {
    private Threads() {}

    /**
     * Starts an acceptor. Virtual, too: what a platform thread starts enters the scheduler's external queue, which carriers
     * that always find work in their own do not look at; what a virtual thread starts lies in a carrier's own queue.
     */
    static void startAcceptor(int index, Runnable task) {
        Thread.ofVirtual()
                .name("heddle-acceptor-" + index)
                .inheritInheritableThreadLocals(false)
                .start(task);
    }

    /** Starts a thread for each connection; a number beside the thread's own would cost each of them 64 octets. */
    static ThreadFactory connections() {
        return Thread.ofVirtual()
                .name("heddle-connection")
                .inheritInheritableThreadLocals(false)
                .factory();
    }

    /** Starts a thread for each message; a number would cost more than it tells. */
    static Executor messages() {
        ThreadFactory factory = Thread.ofVirtual()
                .name("heddle-message")
                .inheritInheritableThreadLocals(false)
                .factory();
        return task -> factory.newThread(task).start();
    }

    static TurnStats stats(BusyMeter meter) {
        return new TurnStats(
                meter.sinceStart(),
                meter.latest(),
                meter.turn().entries(),
                meter.turn().waits());
    }
}
