package dev.heddle.live;

import dev.heddle.Server;
import dev.heddle.concurrent.BoundedExecutor;
import dev.heddle.options.Architecture;
import dev.heddle.options.ServerOptions;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A server that is replaced while it runs: by one with another architecture, on the same port and with the same settings.
 *
 * <pre>
 *   SERVING ── switchTo ──► DRAINING ── the old one has closed ──► SERVING, the new one
 *                                          └── it cannot start ──► SERVING, the old one again, or STOPPED if that cannot start either
 * </pre>
 *
 * In between nobody listens: clients that connect are refused. Any thread may call any method; one switch or shutdown is in progress at
 * a time, on a thread of its own.
 */
public final class ReplaceableServer {
    /** Opens a server. */
    @FunctionalInterface
    public interface Opening {
        /** Opens a server with these options, not started. */
        Server open(ServerOptions options) throws IOException;
    }

    /** What becomes of the server. */
    enum Phase {
        SERVING,
        DRAINING,
        STOPPED
    }

    /**
     * The phase, for the visitor.
     *
     * @param notice what went wrong in the last switch; empty if nothing did
     */
    record State(Phase phase, String notice) {}

    private final Opening opening;
    private final AtomicReference<Server> current;
    private final AtomicReference<State> state = new AtomicReference<>(new State(Phase.SERVING, ""));
    private final AtomicBoolean switching = new AtomicBoolean();

    /** Whether it is to be closed for good. */
    private final AtomicBoolean closing = new AtomicBoolean();

    private final BoundedExecutor changes = new BoundedExecutor(
            "change",
            1,
            task -> Thread.ofPlatform().daemon().name("heddle-live-switch").start(task));

    /**
     * Opens the first server.
     *
     * @param opening opens it, and each of its successors
     */
    public ReplaceableServer(ServerOptions options, Opening opening) throws IOException {
        this.opening = opening;
        this.current = new AtomicReference<>(opening.open(options));
    }

    /** The server that serves now, or did last. */
    public Server current() {
        return current.get();
    }

    State state() {
        return state.get();
    }

    /**
     * Begins to replace the server.
     *
     * @return false if another switch is in progress, or the server is closing: then nothing happens
     */
    boolean switchTo(Architecture architecture) {
        if (closing.get() || !switching.compareAndSet(false, true)) {
            return false;
        }
        changes.submit(() -> {
            try {
                replace(architecture);
            } catch (RuntimeException | Error e) {
                settle(Phase.STOPPED, "the switch failed: " + e);
                throw e;
            }
        });
        return true;
    }

    private void replace(Architecture architecture) {
        ServerOptions before = current.get().options().withPort(current.get().port());
        state.set(new State(Phase.DRAINING, ""));
        current.get().shutdown();
        if (closing.get()) {
            settle(Phase.STOPPED, "");
            return;
        }
        try {
            serve(before.withArchitecture(architecture), "");
        } catch (IOException | RuntimeException e) {
            String failure = architecture.label() + " could not start: " + e.getMessage();
            try {
                serve(before, failure + ". " + before.architecture().label() + " serves again.");
            } catch (IOException | RuntimeException again) {
                settle(
                        Phase.STOPPED,
                        failure + ". " + before.architecture().label() + " could not start again either: "
                                + again.getMessage() + ". Choose one to try again.");
            }
        }
    }

    private void serve(ServerOptions options, String notice) throws IOException {
        Server next = opening.open(options);
        try {
            next.start();
        } catch (RuntimeException e) {
            next.shutdownNow(); // It holds the port, which its predecessor needs to serve again.
            throw e;
        }
        current.set(next);
        settle(Phase.SERVING, notice);
    }

    /** Ends a switch. Another may begin before this one's thread has ended: it runs after that. */
    private void settle(Phase phase, String notice) {
        switching.set(false);
        state.set(new State(phase, notice));
    }

    /** Closes it for good, gracefully. Returns as {@link Server#shutdown()} does; waits for a switch in progress. */
    public boolean shutdown() {
        closing.set(true);
        CompletableFuture<Boolean> graceful = new CompletableFuture<>();
        changes.submit(() -> {
            if (state.get().phase() == Phase.SERVING) {
                state.set(new State(Phase.DRAINING, ""));
            }
            graceful.complete(current.get().shutdown());
            state.set(new State(Phase.STOPPED, ""));
        });
        return graceful.join();
    }

    /** Closes it for good, and aborts all connections. */
    public void shutdownNow() {
        closing.set(true);
        current.get().shutdownNow();
    }
}
