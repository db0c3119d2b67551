package dev.heddle.bench;

import dev.heddle.bench.LoadClient.Run;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * What one window showed.
 *
 * @param run what the client counted
 * @param serverTime the processor time that the server used meanwhile
 * @param clientTime the same for the client
 */
record Measurement(Run run, Duration serverTime, Duration clientTime) {
    double perSecond() {
        return run.answered() / seconds(run.elapsed());
    }

    double serverMicros() {
        return micros(serverTime) / run.answered();
    }

    double clientMicros() {
        return micros(clientTime) / run.answered();
    }

    /** How many processors the server kept busy. */
    double serverProcessors() {
        return seconds(serverTime) / seconds(run.elapsed());
    }

    /** How many processors the client kept busy. */
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
