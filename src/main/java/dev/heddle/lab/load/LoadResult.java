package dev.heddle.lab.load;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/**
 * What a load has measured. Times are in nanoseconds.
 *
 * @param rate responses per second in the time of the measurement
 * @param answered how many these were
 * @param latencies the latencies of each kind of request, from the intended start to the end of the response; of one without a response
 *     the time until it was given up
 * @param connects how long it took to connect
 * @param lag how late this generator sent requests for which a connection was free: its own fault, and part of the latencies
 * @param unanswered requests of the measurement that had no response at its end or within the timeout
 * @param notSent requests of the measurement that were due when this generator already had as many waiting as it keeps: the rate was more
 *     than the server and the connections take, and the latencies do not know of these requests
 * @param errors what went wrong, by its name, since the first request
 * @param processors how many processors this process kept busy
 * @param answeredPerConnection responses for each connection
 */
public record LoadResult(
        double rate,
        long answered,
        Map<String, Histogram> latencies,
        Histogram connects,
        Histogram lag,
        long unanswered,
        long notSent,
        Map<String, Long> errors,
        double processors,
        List<Long> answeredPerConnection) {
    static LoadResult of(LoadSpec spec, List<Tally> tallies, double processors) {
        Map<String, Histogram> latencies = new LinkedHashMap<>();
        for (int i = 0; i < spec.requests().size(); i++) {
            int kind = i;
            Histogram sum = tallies.getFirst().latencies().get(kind).copy();
            tallies.stream().skip(1).forEach(tally -> sum.add(tally.latencies().get(kind)));
            latencies.merge(spec.requests().get(i).name(), sum, (known, more) -> {
                known.add(more);
                return known;
            });
        }
        Histogram connects = tallies.getFirst().connects().copy();
        Histogram lag = tallies.getFirst().lag().copy();
        tallies.stream().skip(1).forEach(tally -> {
            connects.add(tally.connects());
            lag.add(tally.lag());
        });
        Map<String, Long> errors = new LinkedHashMap<>();
        tallies.forEach(tally -> tally.faults()
                .forEach((fault, count) -> errors.merge(fault.name().toLowerCase(Locale.ROOT), count, Long::sum)));
        long answered = tallies.stream().mapToLong(Tally::answeredInWindow).sum();
        return new LoadResult(
                answered / (spec.duration().toNanos() / 1e9),
                answered,
                latencies,
                connects,
                lag,
                tallies.stream().mapToLong(Tally::unanswered).sum(),
                tallies.stream().mapToLong(Tally::notSent).sum(),
                errors,
                processors,
                // The loops have taken turns when the connections were shared.
                IntStream.range(0, spec.connections())
                        .mapToObj(i -> tallies.get(i % tallies.size()).answeredPerConnection()[i / tallies.size()])
                        .toList());
    }

    /** The latencies of all kinds together. */
    public Histogram allLatencies() {
        Histogram all = new Histogram(3);
        latencies.values().forEach(all::add);
        return all;
    }

    /** How many requests failed. */
    public long failures() {
        return errors.values().stream().mapToLong(Long::longValue).sum();
    }
}
