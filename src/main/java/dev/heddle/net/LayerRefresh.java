package dev.heddle.net;

import dev.heddle.protocol.SocketLayer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Has the layer of a server look at what it was made from, such as files of certificates, until the server closes. On a platform thread: a
 * virtual one would keep a carrier while it waits for a disk, and the watchdog has no time to.
 */
public final class LayerRefresh {
    /** It may wait for a disk that does not answer; a server closes all the same. */
    private static final Duration LONGEST_JOIN = Duration.ofSeconds(1);

    private final ServerContext context;
    private final Thread thread;

    /** The kind of the failure that was reported last, if there was no success since. Only for the thread. */
    private @Nullable Class<?> reported;

    /** @param context whose layer looks */
    public LayerRefresh(ServerContext context) {
        this.context = context;
        this.thread = Thread.ofPlatform()
                .daemon()
                .name("heddle-tls-reload")
                .inheritInheritableThreadLocals(false)
                .unstarted(this::run);
    }

    /** Starts the thread, if the layer has something to look at. */
    public void start() {
        if (context.layer().refreshInterval().isPositive()) {
            thread.start();
        }
    }

    /** Waits until it has ended, which it does when the server begins to close, so that nothing is reported after that. */
    public void join() {
        try {
            if (thread.getState() != Thread.State.NEW) {
                thread.join(LONGEST_JOIN);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        SocketLayer layer = context.layer();
        Duration interval = layer.refreshInterval();
        while (!context.lifecycle().awaitDraining(interval.toNanos())) {
            try {
                layer.refresh(context.events());
                reported = null;
            } catch (RuntimeException | Error e) {
                failed(e);
            }
        }
    }

    /** What has failed is tried again the next time, and not reported each time. */
    private void failed(Throwable cause) {
        if (cause.getClass().equals(reported)) {
            return;
        }
        reported = cause.getClass();
        try {
            context.events().certificatesNotReloaded(cause);
        } catch (Error worse) {
            // There is not even the memory to report it.
        }
    }
}
