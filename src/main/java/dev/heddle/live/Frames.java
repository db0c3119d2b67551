package dev.heddle.live;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The frames of the live page, one after another. One thread publishes them; any number of viewers wait for the next. A viewer that is
 * slow misses some: nobody waits for it, and it keeps no frames in memory for longer than its server lets it send one.
 */
final class Frames {
    /**
     * One frame.
     *
     * @param json what it shows; empty for the one that tells that there will be no more
     * @param next the frame after it, when there is one
     */
    record Frame(String json, CompletableFuture<Frame> next) {
        boolean isLast() {
            return json.isEmpty();
        }
    }

    private final AtomicReference<Frame> latest = new AtomicReference<>(new Frame("{}", new CompletableFuture<>()));

    /** The latest frame. */
    Frame latest() {
        return latest.get();
    }

    /** Publishes a frame. For one thread. */
    void publish(String json) {
        Frame frame = new Frame(json, new CompletableFuture<>());
        latest.getAndSet(frame).next().complete(frame);
    }

    /** Tells the viewers that there will be no more. On the thread that publishes. */
    void end() {
        publish("");
    }

    /**
     * Waits for a frame later than this one, and returns the latest.
     *
     * @return null if there is none within the time
     */
    @Nullable
    Frame after(Frame seen, long millis) throws InterruptedException {
        try {
            seen.next().get(millis, TimeUnit.MILLISECONDS);
            return latest.get();
        } catch (TimeoutException e) {
            return null;
        } catch (ExecutionException e) {
            throw new AssertionError("frames are completed with values only", e);
        }
    }
}
