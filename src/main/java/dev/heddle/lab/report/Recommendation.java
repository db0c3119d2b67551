package dev.heddle.lab.report;

import static dev.heddle.lab.compare.OwnApplication.CAPACITY;
import static dev.heddle.lab.compare.OwnApplication.LOAD;
import static dev.heddle.lab.report.Evidence.ms;
import static dev.heddle.lab.report.Evidence.say;

import dev.heddle.lab.compare.Results;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Which architecture suits an application, by what was measured with it.
 *
 * @param architecture its name
 * @param reason the figures, in sentences
 */
public record Recommendation(String architecture, String reason) {
    /** From the simplest for a programmer on: where the figures are alike, the simpler one is the better. */
    private static final List<String> SIMPLEST_FIRST =
            List.of("single-acceptor", "multi-acceptor", "socket-sharded", "message-balanced", "single-threaded");

    /** What is within a quarter is alike: a shared machine measures no better. */
    private static final double ALIKE = 1.25;

    /** More failures than those of the best, as a fraction of the requests, make an architecture unfit. */
    private static final double FAILED = 0.01;

    private record Candidate(String architecture, double rate, double p99, double failed) {}

    /** The recommendation; empty if too little was measured. */
    public static Optional<Recommendation> of(Results results) {
        List<Candidate> candidates = SIMPLEST_FIRST.stream()
                .filter(name -> results.median(CAPACITY, name, "rate").isPresent()
                        && results.median(LOAD, name, "all.p99").isPresent())
                .map(name -> new Candidate(
                        name,
                        results.median(CAPACITY, name, "rate").orElseThrow(),
                        results.median(LOAD, name, "all.p99").orElseThrow(),
                        results.median(LOAD, name, "failed").orElse(0)))
                .toList();
        if (candidates.isEmpty()) {
            return Optional.empty();
        }
        double fewest = candidates.stream().mapToDouble(Candidate::failed).min().orElseThrow();
        // Latencies are those of good responses only: one that fails at once would look fast.
        List<Candidate> sound = candidates.stream()
                .filter(candidate -> candidate.failed() <= fewest + FAILED)
                .toList();
        double most = sound.stream().mapToDouble(Candidate::rate).max().orElseThrow();
        List<Candidate> able = sound.stream()
                .filter(candidate -> candidate.rate() * ALIKE >= most)
                .toList();
        double best = able.stream().mapToDouble(Candidate::p99).min().orElseThrow();
        Candidate chosen = able.stream()
                .filter(candidate -> candidate.p99() <= ALIKE * best)
                .findFirst()
                .orElseThrow();
        Candidate worst = candidates.stream()
                .max(Comparator.comparingDouble(Candidate::p99))
                .orElseThrow();
        long alike = able.stream()
                .filter(candidate -> candidate.p99() <= ALIKE * best)
                .count();
        String reason = say(
                "It served %.0f requests/s (the most of any was %.0f), and under the same load its p99 was %s (in %s it was %s).",
                chosen.rate(), most, ms(chosen.p99()), worst.architecture(), ms(worst.p99()));
        String choice = alike == 1
                ? " No other comes near it."
                : say(" %d were alike, within a quarter; of these it is the simplest to program for.", alike);
        return Optional.of(new Recommendation(chosen.architecture(), reason + choice));
    }
}
