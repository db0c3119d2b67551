package dev.heddle.cli;

import dev.heddle.Server;
import dev.heddle.options.CarrierThreads;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A server in the foreground of a terminal or a container: says where it listens, serves until a signal, drains.
 *
 * <pre>
 *   serving ── signal ──► draining ── all answered ──► 0
 *                            ├── drain time-out: the rest is cut ──► 1
 *                            └── second signal: the rest is cut ──► 1, or 0 if there was none
 * </pre>
 *
 * One thread, main's, decides; whoever has news for it leaves it in a mailbox.
 */
final class Foreground {
    /** What has happened. */
    private enum News {
        SIGNAL,
        DRAINED,
        CUT
    }

    /** How long connections that were cut get to notice it. */
    private static final long FORCED_MILLIS = 1000;

    private final Server server;
    private final Runnable start;
    private final BlockingQueue<News> mailbox = new LinkedBlockingQueue<>();

    /** @param server open, and not started yet */
    Foreground(Server server) {
        this(server, server::start);
    }

    /**
     * @param server open, and not started yet
     * @param start starts it
     */
    Foreground(Server server, Runnable start) {
        this.server = server;
        this.start = start;
    }

    /**
     * Serves until it is told to stop. On the main thread.
     *
     * @param out gets the one line that says where it listens
     * @return the exit code
     */
    int run(PrintWriter out) throws InterruptedException {
        rehearseTheLog();
        if (!Signals.handle(() -> mailbox.add(News.SIGNAL))) {
            // A hook runs while the JVM is ending already, and only halting can still choose the exit code.
            Runnable hook = () -> Runtime.getRuntime().halt(server.shutdown() ? 0 : 1);
            Runtime.getRuntime().addShutdownHook(new Thread(hook, "heddle-shutdown-hook"));
        }
        start.run();
        out.println("listening on " + server.uri() + " architecture="
                + server.options().architecture().label() + " carriers=" + CarrierThreads.count() + " jdk="
                + System.getProperty("java.version"));
        // What is shared by all virtual threads of the JVM, chosen for this architecture or given by the user.
        out.println("scheduler carriers=" + CarrierThreads.count() + " read-pollers=" + CarrierThreads.readPollers()
                + " pollers=" + (CarrierThreads.hasVirtualPollers() ? "virtual" : "platform"));
        out.flush();

        mailbox.take();
        start("heddle-drain", () -> mailbox.add(server.shutdown() ? News.DRAINED : News.CUT));
        return switch (mailbox.take()) {
            case DRAINED -> 0;
            case CUT -> 1; // The server has said so in its log.
            case SIGNAL -> force();
        };
    }

    /** Writes a line to nowhere: what a line needs is loaded now, and not when there is no descriptor left to load it with. */
    private static void rehearseTheLog() {
        PrintStream err = System.err;
        System.setErr(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        try {
            System.getLogger("dev.heddle").log(Level.WARNING, "nobody sees this");
        } finally {
            System.setErr(err);
        }
    }

    private int force() throws InterruptedException {
        long open = server.stats().connectionsOpen();
        start("heddle-cut", server::shutdownNow);
        News news = News.SIGNAL;
        while (news == News.SIGNAL) {
            // Null if the time is up: a handler that never looks up is not waited for.
            News next = mailbox.poll(FORCED_MILLIS, TimeUnit.MILLISECONDS);
            news = next == null ? News.CUT : next;
        }
        return open == 0 && news == News.DRAINED ? 0 : 1; // The server has said in its log what was cut.
    }

    private static void start(String name, Runnable task) {
        Thread.ofPlatform().daemon().name(name).start(task);
    }
}
