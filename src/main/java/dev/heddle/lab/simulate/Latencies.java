package dev.heddle.lab.simulate;

/** How long requests of a kind took: from when they were sent until the reply was written. A part of the file of a simulation. */
public record Latencies(
        String kind, int count, double meanMicros, double p50Micros, double p99Micros, double p999Micros) {
    static Latencies of(String kind, LongSamples nanos) {
        return new Latencies(
                kind,
                nanos.count(),
                nanos.mean() / 1e3,
                nanos.quantile(0.5) / 1e3,
                nanos.quantile(0.99) / 1e3,
                nanos.quantile(0.999) / 1e3);
    }
}
