package dev.heddle.flight;

import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A message that is being recorded: told of each step of its way. By one thread at a time; each hands it to the next with the message.
 */
public final class RecordedMessage {
    /** Never committed: to ask them allocates nothing. */
    private static final RequestEvent REQUEST = new RequestEvent();

    private static final DispatchEvent DISPATCH = new DispatchEvent();
    private static final SlowHandlerEvent SLOW_HANDLER = new SlowHandlerEvent();

    private final RequestEvent request = new RequestEvent();
    private final SlowHandlerEvent handler = new SlowHandlerEvent();
    private @Nullable DispatchEvent dispatch;
    private String peer = "";
    private @Nullable String lane;

    /** When the latest step ended. */
    private long since = System.nanoTime();

    private RecordedMessage() {
        request.begin();
    }

    /** Runs the static initializer, which registers the events. */
    static void prepare() {}

    static @Nullable RecordedMessage startIfEnabled() {
        boolean enabled = REQUEST.isEnabled() || DISPATCH.isEnabled() || SLOW_HANDLER.isEnabled();
        return enabled ? new RecordedMessage() : null;
    }

    /** Its head was read. */
    public void framed(@Nullable SocketAddress from) {
        peer = String.valueOf(from);
        request.framing = step();
    }

    /** It belongs to a lane, in an architecture that has lanes. */
    public void sorted(String chosen) {
        lane = chosen;
    }

    /** It is given to another thread. */
    public void dispatched() {
        DispatchEvent given = new DispatchEvent();
        given.dispatcher = Thread.currentThread();
        given.begin();
        dispatch = given;
    }

    /** Calls its handler. On the thread that handles it. */
    public void handle(Runnable call) {
        calling();
        try {
            call.run();
        } finally {
            returned();
        }
    }

    private void calling() {
        DispatchEvent given = dispatch;
        if (given != null) {
            given.end();
            if (given.shouldCommit()) {
                given.peer = peer;
                given.lane = lane;
                given.commit();
            }
        }
        request.waiting = step();
        handler.begin();
    }

    private void returned() {
        handler.end();
        request.handling = step();
        if (handler.shouldCommit()) {
            handler.peer = peer;
            handler.lane = lane;
            handler.commit();
        }
    }

    /** Its reply was written, or given up. */
    public void replied() {
        request.replying = step();
        request.end();
        if (request.shouldCommit()) {
            request.peer = peer;
            request.lane = lane;
            request.commit();
        }
    }

    private long step() {
        long now = System.nanoTime();
        long nanos = now - since;
        since = now;
        return nanos;
    }
}
