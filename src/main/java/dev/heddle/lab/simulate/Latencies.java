package dev.heddle.lab.simulate;

import java.util.LinkedHashMap;
import java.util.Map;

/** How long requests of a kind took, in µs: from when they were sent until the reply was written. */
record Latencies(String kind, int count, double mean, double p50, double p99, double p999) {
    static Latencies of(String kind, LongSamples nanos) {
        return new Latencies(
                kind,
                nanos.count(),
                nanos.mean() / 1e3,
                nanos.quantile(0.5) / 1e3,
                nanos.quantile(0.99) / 1e3,
                nanos.quantile(0.999) / 1e3);
    }

    /** As a JSON object. */
    Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("kind", kind);
        json.put("count", count);
        json.put("meanMicros", mean);
        json.put("p50Micros", p50);
        json.put("p99Micros", p99);
        json.put("p999Micros", p999);
        return json;
    }
}
