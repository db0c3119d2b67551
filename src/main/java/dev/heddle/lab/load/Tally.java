package dev.heddle.lab.load;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;

/** What one loop has counted. Written by the loop's thread; read by others only after it has ended, except {@link #live}. */
final class Tally {
    /** What can go wrong with a request. */
    enum Fault {
        CONNECT,
        CLOSED,
        TIMEOUT,
        /** Sent on a connection behind a request that timed out, and given up with it. */
        ABANDONED,
        STATUS,
        OTHER
    }

    private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(10);
    private static final int DIGITS = 3;

    /** Latencies of each kind, from the intended start to the end of the response. */
    private final List<Histogram> latencies = new ArrayList<>();

    private final Histogram connects = histogram();

    /** How late requests were sent for no other reason than that this loop was not there in time. */
    private final Histogram lag = histogram();

    private final SingleWriterRecorder live = new SingleWriterRecorder(LONGEST_NANOS, 2);
    private final Map<Fault, Long> faults = new EnumMap<>(Fault.class);
    private final long[] answeredPerConnection;
    private long answeredInWindow;
    private long unanswered;
    private long notSent;

    Tally(int kinds, int connections) {
        for (int i = 0; i < kinds; i++) {
            latencies.add(histogram());
        }
        answeredPerConnection = new long[connections];
    }

    private static Histogram histogram() {
        return new Histogram(LONGEST_NANOS, DIGITS);
    }

    private static void record(Histogram to, long nanos) {
        to.recordValue(Math.clamp(nanos, 0, LONGEST_NANOS));
    }

    void answered(int kind, long latencyNanos) {
        record(latencies.get(kind), latencyNanos);
    }

    void answeredInWindow(int connection) {
        answeredInWindow++;
        answeredPerConnection[connection]++;
    }

    /** For the progress line, at any time. */
    void nowAnswered(long latencyNanos) {
        live.recordValue(Math.clamp(latencyNanos, 0, LONGEST_NANOS));
    }

    void connected(long nanos) {
        record(connects, nanos);
    }

    void sentLate(long nanos) {
        record(lag, nanos);
    }

    void failed(Fault fault) {
        faults.merge(fault, 1L, Long::sum);
    }

    /** A request of the measurement had no response when the load ended: it has taken at least this long. */
    void unanswered(int kind, long atLeastNanos) {
        unanswered++;
        record(latencies.get(kind), atLeastNanos);
    }

    /** Requests of the measurement were due when the queue was full. */
    void notSent(long count) {
        notSent += count;
    }

    SingleWriterRecorder live() {
        return live;
    }

    List<Histogram> latencies() {
        return latencies;
    }

    Histogram connects() {
        return connects;
    }

    Histogram lag() {
        return lag;
    }

    Map<Fault, Long> faults() {
        return faults;
    }

    long[] answeredPerConnection() {
        return answeredPerConnection;
    }

    long answeredInWindow() {
        return answeredInWindow;
    }

    long unanswered() {
        return unanswered;
    }

    long notSent() {
        return notSent;
    }
}
