package dev.heddle.net;

import dev.heddle.protocol.SocketLayer;
import java.time.Duration;

/**
 * Has the layer of a server look at what it was made from, such as files of certificates, until the server closes. On a platform thread: a
 * virtual one would keep a carrier while it waits for a disk, and the watchdog has no time to.
 */
public final class LayerRefresh {
    private final ServerContext context;

    /** @param context whose layer looks */
    public LayerRefresh(ServerContext context) {
        this.context = context;
    }

    /** Starts the thread, if the layer has something to look at. */
    public void start() {
        if (context.layer().refreshInterval().isPositive()) {
            Thread.ofPlatform()
                    .daemon()
                    .name("heddle-tls-reload")
                    .inheritInheritableThreadLocals(false)
                    .start(this::run);
        }
    }

    private void run() {
        SocketLayer layer = context.layer();
        Duration interval = layer.refreshInterval();
        while (!context.lifecycle().awaitDraining(interval.toNanos())) {
            try {
                layer.refresh(context.events());
            } catch (RuntimeException | Error e) {
                failed(e);
            }
        }
    }

    /** What has failed is tried again the next time. */
    private void failed(Throwable cause) {
        try {
            context.events().certificatesNotReloaded(cause);
        } catch (Error worse) {
            // There is not even the memory to report it.
        }
    }
}
