package dev.heddle.live;

import dev.heddle.Server;
import dev.heddle.live.Figures.Latencies;
import dev.heddle.live.ReplaceableServer.Phase;
import dev.heddle.live.ReplaceableServer.State;
import dev.heddle.metrics.ServerStats;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Takes the figures once a second, judges them, and publishes a frame. Confined to its own thread. */
final class Sampler implements Runnable {
    private static final System.Logger LOGGER = System.getLogger("dev.heddle");
    private static final int SAMPLES = 4;
    private static final long PERIOD_MILLIS = 1000;

    /**
     * What the page shows.
     *
     * @param number counts the frames
     * @param phase what becomes of the server
     * @param notice what went wrong in the last switch
     * @param choice which of the choices serves
     * @param address where the server listens
     * @param figures what it did
     * @param bottleneck which part limits it
     * @param load the load that was applied here
     */
    record Frame(
            long number,
            Phase phase,
            String notice,
            String choice,
            String address,
            Figures figures,
            Bottleneck bottleneck,
            Load.Progress load) {}

    private final ReplaceableServer server;
    private final Supplier<Latencies> latencies;
    private final Supplier<Load.Progress> load;
    private final Frames frames;
    private final CountDownLatch ended;
    private final long sampleMillis;

    private @Nullable Server sampled;
    private @Nullable ServerStats before;
    private long number;

    /** @param ended ends the sampler */
    Sampler(
            ReplaceableServer server,
            Supplier<Latencies> latencies,
            Supplier<Load.Progress> load,
            Frames frames,
            CountDownLatch ended) {
        this(server, latencies, load, frames, ended, PERIOD_MILLIS);
    }

    /** The same with another period. */
    Sampler(
            ReplaceableServer server,
            Supplier<Latencies> latencies,
            Supplier<Load.Progress> load,
            Frames frames,
            CountDownLatch ended,
            long periodMillis) {
        this.server = server;
        this.latencies = latencies;
        this.load = load;
        this.frames = frames;
        this.ended = ended;
        this.sampleMillis = periodMillis / SAMPLES;
    }

    @Override
    public void run() {
        try {
            while (ended.getCount() > 0) {
                sample();
            }
        } catch (InterruptedException e) {
            // Nobody interrupts it to go on.
        } finally {
            frames.end();
        }
    }

    /** A frame that cannot be made is reported, and missing: the page goes on with the next. */
    private void sample() throws InterruptedException {
        try {
            double queued = awaitPeriod();
            if (ended.getCount() > 0) {
                frames.publish(Json.of(frame(queued)));
            }
        } catch (RuntimeException e) {
            LOGGER.log(Level.ERROR, "the live page misses a frame", e);
            before = null;
            ended.await(sampleMillis, TimeUnit.MILLISECONDS); // It may fail at once, and again.
        }
    }

    /** Waits for the end of the period, and returns the mean length of the accept queue; -1 if that is unknown. */
    private double awaitPeriod() throws InterruptedException {
        AcceptQueueLength queue = new AcceptQueueLength(server.current().port());
        long total = 0;
        for (int i = 0; i < SAMPLES && !ended.await(sampleMillis, TimeUnit.MILLISECONDS); i++) {
            OptionalLong length = queue.now();
            total = length.isPresent() && total >= 0 ? total + length.getAsLong() : -1;
        }
        return total < 0 ? -1 : (double) total / SAMPLES;
    }

    private Frame frame(double queued) {
        State state = server.state();
        Server now = server.current();
        if (!now.equals(sampled)) {
            sampled = now;
            before = null;
        }
        ServerStats stats = now.stats();
        Figures figures = Figures.between(before, stats, queued, latencies.get());
        before = stats;
        InetSocketAddress address = now.address();
        return new Frame(
                number++,
                state.phase(),
                state.notice(),
                Choices.idOf(now.options().architecture()),
                address.getAddress().getHostAddress() + ":" + address.getPort(),
                figures,
                Bottleneck.of(figures),
                load.get());
    }
}
