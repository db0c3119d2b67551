package dev.heddle.architecture;

import dev.heddle.concurrent.BusyMeter;
import dev.heddle.concurrent.Newcomers;
import dev.heddle.metrics.ServerStats.TurnStats;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;

/**
 * Where the architectures' threads come from, and their names. All are virtual: whoever blocks, blocks no carrier. Acceptors and
 * connections are {@link Newcomers}, which busy carriers let in: the task of each says so first.
 */
final class Threads {
    private Threads() {}

    /** Starts an acceptor, whose task begins with {@link Newcomers#arrived}. */
    static void startAcceptor(int index, Runnable task, Newcomers newcomers) {
        start(
                Thread.ofVirtual()
                        .name("heddle-acceptor-" + index)
                        .inheritInheritableThreadLocals(false)
                        .unstarted(task),
                newcomers);
    }

    /** Starts a connection's thread, whose task begins with {@link Newcomers#arrived}. */
    static void start(Thread thread, Newcomers newcomers) {
        newcomers.announce();
        try {
            thread.start();
        } catch (RuntimeException | Error e) {
            newcomers.arrived(); // It never will.
            throw e;
        }
    }

    /** Makes a thread for each connection; a number beside the thread's own would cost each of them 64 octets. */
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
