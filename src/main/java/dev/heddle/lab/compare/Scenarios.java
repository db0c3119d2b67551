package dev.heddle.lab.compare;

import dev.heddle.lab.load.RequestKind;
import java.util.List;

/**
 * The catalogue of what is compared. Each scenario isolates what one sentence about the architectures says; the names are those of
 * {@code heddle compare --scenario}.
 */
public final class Scenarios {
    /** The five, in the order of the pages about them. */
    public static final List<String> ARCHITECTURES =
            List.of("single-threaded", "single-acceptor", "multi-acceptor", "message-balanced", "socket-sharded");

    /** A connection's share of the requests falls with this power of its rank: the first of 16 sends three quarters of all. */
    private static final double STEEP = 2.5;

    private Scenarios() {}

    /**
     * All scenarios.
     *
     * @param processors of this machine
     * @param quick whether servers are left out that no sentence needs
     */
    public static List<Scenario> all(int processors, boolean quick) {
        Extent extent = new Extent(processors, quick);
        AcceptScenarios accept = new AcceptScenarios(extent);
        MixScenarios mix = new MixScenarios(extent);
        UnequalRatesScenarios rates = new UnequalRatesScenarios(extent);
        ThreadScenarios threads = new ThreadScenarios(extent);
        return List.of(
                SlowHandlerScenario.slow(),
                new CoresScenario(extent).cores(),
                accept.storm(),
                accept.acceptors(),
                accept.hash(),
                rates.zipf("zipf-few", 16, STEEP),
                rates.zipf("zipf-many", 256, 1),
                mix.mix(),
                mix.pipelined(),
                new DispatcherScenario(extent).dispatcher(),
                threads.waiting(),
                threads.schedulers(),
                threads.rates());
    }

    static RequestKind kind(String name, String target, int weight) {
        return new RequestKind(name, target, weight);
    }
}
