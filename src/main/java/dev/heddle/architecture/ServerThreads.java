package dev.heddle.architecture;

import dev.heddle.concurrent.StarvationGuard;
import dev.heddle.concurrent.UtilizationMeter;
import dev.heddle.metrics.ServerStats.SerialSectionStats;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;

/**
 * Where the architectures' threads come from, and their names. All are virtual: whoever blocks, blocks no carrier. Acceptors and
 * connections are {@link StarvationGuard}, which busy carriers let in: the task of each says so first.
 */
final class ServerThreads {
    private ServerThreads() {}

    /** Starts an acceptor, whose task begins with {@link StarvationGuard#started}. */
    static void startAcceptor(int index, Runnable task, StarvationGuard newcomers) {
        start(
                Thread.ofVirtual()
                        .name("heddle-acceptor-" + index)
                        .inheritInheritableThreadLocals(false)
                        .unstarted(task),
                newcomers);
    }

    /** Starts a connection's thread, whose task begins with {@link StarvationGuard#started}. */
    static void start(Thread thread, StarvationGuard newcomers) {
        newcomers.willStart();
        try {
            thread.start();
        } catch (RuntimeException | Error e) {
            newcomers.started(); // It never will.
            throw e;
        }
    }

    /** Makes a thread for each connection; a number beside the thread's own would cost each of them 64 bytes. */
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

    static SerialSectionStats stats(UtilizationMeter meter) {
        return new SerialSectionStats(
                meter.sinceStart(),
                meter.recent(),
                meter.baton().acquisitions(),
                meter.baton().contended());
    }
}
