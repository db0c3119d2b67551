package dev.heddle.bench;

import dev.heddle.bench.LoadClient.Run;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Result of one window.
 *
 * @param run counts and latencies of the client
 * @param serverTime processor time that the server used during the window
 * @param clientTime processor time that the load client used
 */
record Measurement(Run run, Duration serverTime, Duration clientTime) {
    double perSecond() {
        return run.completed() / seconds(run.elapsed());
    }

    double serverMicros() {
        return micros(serverTime) / run.completed();
    }

    double clientMicros() {
        return micros(clientTime) / run.completed();
    }

    /** Processors that the server kept busy, on average. */
    double serverProcessors() {
        return seconds(serverTime) / seconds(run.elapsed());
    }

    /** Processors that the client kept busy, on average. */
    double clientProcessors() {
        return seconds(clientTime) / seconds(run.elapsed());
    }

    double p50Micros() {
        return run.p50Nanos() / 1e3;
    }

    double p99Micros() {
        return run.p99Nanos() / 1e3;
    }

    double p999Micros() {
        return run.p999Nanos() / 1e3;
    }

    private static double seconds(Duration time) {
        return micros(time) / TimeUnit.SECONDS.toMicros(1);
    }

    private static double micros(Duration time) {
        return time.toNanos() / 1e3;
    }
}
