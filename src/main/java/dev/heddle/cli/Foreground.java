package dev.heddle.cli;

import dev.heddle.Server;
import dev.heddle.live.LivePage;
import dev.heddle.live.ReplaceableServer;
import dev.heddle.options.CarrierThreads;
import dev.heddle.options.Scheduler;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Runs a server in the foreground of a terminal or a container: prints where it listens, serves until a signal, then drains. The exit
 * code says how that ended.
 *
 * <pre>
 *   serving ── signal ──► draining ── all connections have ended ──► 0
 *                            ├── drain timeout: the others are aborted ──► 1
 *                            └── second signal: the others are aborted ──► 1, or 0 if there are none
 * </pre>
 *
 * The main thread decides. Signal handlers and the threads that close the server put events into its mailbox.
 */
final class Foreground {
    /** What the main thread waits for. */
    private enum Event {
        SIGNAL,
        /** Every connection has ended by itself. */
        DRAINED,
        /** The server has closed, and aborted connections. */
        ABORTED
    }

    /** How long the threads of aborted connections get to end. */
    private static final long FORCED_MILLIS = 1000;

    private final Supplier<Server> server;
    private final Runnable start;
    private final BooleanSupplier shutdown;
    private final Runnable shutdownNow;

    /** A further line for the user; empty if there is none. */
    private final Optional<String> notice;

    private final ServedLog log;

    private final BlockingQueue<Event> mailbox = new LinkedBlockingQueue<>();

    /**
     * @param server open, but not started
     * @param log of that server
     */
    Foreground(Server server, ServedLog log) {
        this.server = () -> server;
        this.start = server::start;
        this.log = log;
        this.shutdown = server::shutdown;
        this.shutdownNow = server::shutdownNow;
        this.notice = Optional.empty();
    }

    /**
     * @param server open, but not started
     * @param page the live page about it, open, but not started
     * @param log of each server
     */
    Foreground(ReplaceableServer server, LivePage page, ServedLog log) {
        this.log = log;
        this.server = server::current;
        this.start = () -> {
            server.current().start();
            page.start();
        };
        this.shutdown = server::shutdown;
        this.shutdownNow = server::shutdownNow;
        this.notice = Optional.of("live page: " + page.uri());
    }

    /**
     * Serves until a signal. On the main thread.
     *
     * @param out receives two lines: where the server listens, and how the scheduler and the limit of
     *     connections are sized; and a third if there is a live page
     * @return the exit code
     * @throws InterruptedException if the main thread is interrupted
     */
    int run(PrintWriter out) throws InterruptedException {
        warmUpLog();
        if (Signals.handle(() -> mailbox.add(Event.SIGNAL), "TERM", "INT") == Signals.Handling.RESERVED) {
            // A hook runs while the JVM is ending already, and only halting can still choose the exit code.
            Runnable hook = () -> {
                int code = shutdown.getAsBoolean() ? 0 : 1;
                log.close();
                Runtime.getRuntime().halt(code);
            };
            Runtime.getRuntime().addShutdownHook(new Thread(hook, "heddle-shutdown-hook"));
        }
        start.run();
        Server started = server.get();
        out.println("listening on " + started.uri() + " architecture="
                + started.options().architecture().label() + " carriers=" + started.carriers() + " jdk="
                + System.getProperty("java.version"));
        out.println(schedulerLine(started));
        notice.ifPresent(out::println);
        out.flush();
        log.release();

        mailbox.take();
        start("heddle-drain", () -> mailbox.add(shutdown.getAsBoolean() ? Event.DRAINED : Event.ABORTED));
        int code = switch (mailbox.take()) {
            case DRAINED -> 0;
            case ABORTED -> 1; // The server has logged it.
            case SIGNAL -> force();
        };
        log.close();
        return code;
    }

    /** The JVM's carriers and pollers are shared by all its virtual threads; they were set for this architecture or by the user. */
    private static String schedulerLine(Server server) {
        boolean own = server.scheduler() == Scheduler.OWN;
        return "scheduler=" + server.scheduler().label() + " carriers=" + server.carriers()
                + (own ? "" : " read-pollers=" + CarrierThreads.readPollers() + " pollers=" + kindOfPollers())
                + " max-connections=" + server.options().limits().connections();
    }

    private static String kindOfPollers() {
        return CarrierThreads.hasVirtualPollers() ? "virtual" : "platform";
    }

    /** Logs a line to nowhere, so that the classes it needs are loaded now, and not when file descriptors have run out. */
    private static void warmUpLog() {
        PrintStream err = System.err;
        System.setErr(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        try {
            System.getLogger("dev.heddle").log(Level.WARNING, "discarded");
        } finally {
            System.setErr(err);
        }
    }

    private int force() throws InterruptedException {
        long open = server.get().stats().connectionsOpen();
        start("heddle-abort", shutdownNow);
        Event last = Event.SIGNAL;
        while (last == Event.SIGNAL) {
            // Null after the time: a handler that ignores its interrupt is not waited for.
            Event next = mailbox.poll(FORCED_MILLIS, TimeUnit.MILLISECONDS);
            last = next == null ? Event.ABORTED : next;
        }
        return open == 0 && last == Event.DRAINED ? 0 : 1; // The server has logged what it aborted.
    }

    private static void start(String name, Runnable task) {
        Thread.ofPlatform().daemon().name(name).start(task);
    }
}
