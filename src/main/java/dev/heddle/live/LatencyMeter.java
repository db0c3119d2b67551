package dev.heddle.live;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;
import org.jspecify.annotations.Nullable;

/** Measures how long something takes, period by period. Any thread records; one thread takes the periods. */
final class LatencyMeter {
    private static final long MOST_MICROS = TimeUnit.HOURS.toMicros(1);
    private static final int DIGITS = 2;

    private final Recorder recorder = new Recorder(MOST_MICROS, DIGITS);

    /** The histogram of the period before, to be filled again. Only for the thread that takes the periods. */
    private @Nullable Histogram before;

    /** Since when something waits that has not ended; null if nothing does. Set by a meter's only client, read by any thread. */
    private final AtomicReference<@Nullable Long> waitingSince = new AtomicReference<>();

    /** Notes that something has begun to wait, for a meter with one client. */
    void begin(long nanoTime) {
        waitingSince.set(nanoTime);
    }

    /** Notes that it has ended, and records it. */
    void end(long beganAt) {
        waitingSince.set(null);
        record(System.nanoTime() - beganAt);
    }

    /** Notes that it will not end. */
    void giveUp() {
        waitingSince.set(null);
    }

    /** Records a time. Any thread may call it; it does not block. */
    void record(long nanos) {
        recorder.recordValue(Math.clamp(TimeUnit.NANOSECONDS.toMicros(nanos), 0, MOST_MICROS));
    }

    /** What was recorded since the last call, and what still waits. For one thread only. */
    Latency period() {
        Histogram period = recorder.getIntervalHistogram(before);
        before = period;
        Long since = waitingSince.get();
        Latency ended = Latency.of(period);
        return since == null ? ended : ended.andWaiting(TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - since));
    }
}
