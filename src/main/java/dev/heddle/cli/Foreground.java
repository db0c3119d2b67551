package dev.heddle.cli;

import dev.heddle.Server;
import dev.heddle.admin.AdminServer;
import dev.heddle.live.LivePage;
import dev.heddle.live.ReplaceableServer;
import dev.heddle.options.CarrierThreads;
import dev.heddle.options.Scheduler;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Runs a server in the foreground of a terminal or a container: prints where it listens, serves until a signal, then drains. The exit
 * code says how that ended.
 *
 * <pre>
 *   serving ── signal ──► leaving ── drain delay ──► draining ── all connections have ended ──► 0
 *                            │                           ├── drain timeout: the others are aborted ──► 1
 *                            └─── second signal ─────────┴── second signal: the others are aborted ──► 1, or 0 if there are none
 * </pre>
 *
 * While it is leaving the server goes on, and only the check for readiness fails. The main thread decides. Signal handlers and the threads that close the server put events into its mailbox.
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
    private final BooleanSupplier serving;
    private final Runnable start;
    private final BooleanSupplier shutdown;
    private final Runnable shutdownNow;

    /** Says to load balancers that the server will stop. */
    private final Runnable leave;

    /** How long they get to notice. */
    private final Duration drainDelay;

    /** Further lines for the user. */
    private final List<String> notices;

    private final ServedLog log;

    private final BlockingQueue<Event> mailbox = new LinkedBlockingQueue<>();

    private Foreground(
            Supplier<Server> server,
            BooleanSupplier serving,
            Runnable start,
            BooleanSupplier shutdown,
            Runnable shutdownNow,
            Runnable leave,
            Duration drainDelay,
            List<String> notices,
            ServedLog log) {
        this.server = server;
        this.serving = serving;
        this.start = start;
        this.shutdown = shutdown;
        this.shutdownNow = shutdownNow;
        this.leave = leave;
        this.drainDelay = drainDelay;
        this.notices = notices;
        this.log = log;
    }

    /**
     * @param server open, but not started
     * @param log of that server
     */
    Foreground(Server server, ServedLog log) {
        this(
                () -> server,
                () -> true,
                server::start,
                server::shutdown,
                server::shutdownNow,
                () -> {},
                Duration.ZERO,
                List.of(),
                log);
    }

    /**
     * @param server open, but not started
     * @param page the live page about it, open, but not started
     * @param log of each server
     */
    Foreground(ReplaceableServer server, LivePage page, ServedLog log) {
        this(
                server::current,
                server::isServing,
                () -> {
                    server.current().start();
                    page.start();
                },
                server::shutdown,
                server::shutdownNow,
                () -> {},
                Duration.ZERO,
                List.of("live page: " + page.uri()),
                log);
    }

    /** The access log of the server, or {@link ServedLog#NONE}. */
    ServedLog log() {
        return log;
    }

    /** This, but with a time between the first signal and the drain, in which the server goes on. */
    Foreground delayingDrain(Duration delay) {
        return new Foreground(server, serving, start, shutdown, shutdownNow, leave, delay, notices, log);
    }

    /**
     * This, and an admin server that is started after the server, and turns unready at the first signal.
     *
     * @param admin open, but not started
     */
    Foreground beside(AdminServer admin) {
        Runnable both = () -> {
            start.run();
            admin.start();
        };
        List<String> more = Stream.concat(notices.stream(), Stream.of("admin: " + admin.uri()))
                .toList();
        return new Foreground(
                server, serving, both, shutdown, shutdownNow, admin::failReadiness, drainDelay, more, log);
    }

    /** The server that serves, or is going to. */
    Supplier<Server> server() {
        return server;
    }

    /** Whether it takes requests. */
    BooleanSupplier serving() {
        return serving;
    }

    /** Closes the server instead of running it. */
    void abandon() {
        shutdownNow.run();
    }

    /**
     * Serves until a signal. On the main thread.
     *
     * @param out receives two lines: where the server listens, and how the scheduler and the limit of
     *     connections are sized; and one for each further server
     * @return the exit code
     * @throws InterruptedException if the main thread is interrupted
     */
    int run(PrintWriter out) throws InterruptedException {
        StandardErrorLog.warmUp();
        if (Signals.handle(() -> mailbox.add(Event.SIGNAL), "TERM", "INT") == Signals.Handling.RESERVED) {
            // A hook runs while the JVM is ending already, and only halting can still choose the exit code.
            Runtime.getRuntime().addShutdownHook(new Thread(this::leaveAndHalt, "heddle-shutdown-hook"));
        }
        start.run();
        Server started = server.get();
        out.println("listening on " + started.uri() + " architecture="
                + started.options().architecture().label() + " carriers=" + started.carriers() + " jdk="
                + System.getProperty("java.version"));
        out.println(schedulerLine(started));
        notices.forEach(out::println);
        out.flush();
        log.release();

        mailbox.take();
        leave.run();
        Event second = mailbox.poll(drainDelay.toMillis(), TimeUnit.MILLISECONDS);
        start("heddle-drain", () -> mailbox.add(shutdown.getAsBoolean() ? Event.DRAINED : Event.ABORTED));
        int code = switch (second == null ? mailbox.take() : second) {
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

    private void leaveAndHalt() {
        leave.run();
        try {
            Thread.sleep(drainDelay);
        } catch (InterruptedException e) {
            // Nobody interrupts a hook; if someone does, there is no more delay.
        }
        int code = shutdown.getAsBoolean() ? 0 : 1;
        log.close();
        Runtime.getRuntime().halt(code);
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
