package dev.heddle.lab.simulate;

import java.util.Comparator;
import java.util.List;
import java.util.stream.LongStream;

/** A measured rate beside the simulated one. */
record Agreement(Measurement measured, Outcome simulated) {
    /** Beyond it the simulation does not describe the machine. */
    static final double TOLERANCE = 0.2;

    /** Beyond it a measured rate says more about other programs than about the server. */
    static final double MOST_OTHERS = 0.1;

    private static final int SEEDS = 5;

    /** The median of some seeds: where connections lie by chance is different each time, as it is in each measurement. */
    static Agreement of(Measurement measured, Costs costs, long seed) {
        List<Outcome> simulated = LongStream.range(seed, seed + SEEDS)
                .mapToObj(each -> measured.simulated(costs, each))
                .sorted(Comparator.comparingDouble(Outcome::rate))
                .toList();
        return new Agreement(measured, simulated.get(SEEDS / 2));
    }

    /** How far the simulated rate is from the measured one: 0.1 if it is a tenth more. */
    double deviation() {
        return simulated.rate() / measured.ratePerSecond() - 1;
    }

    Verdict verdict() {
        if (measured.othersShareOfCores() > MOST_OTHERS) {
            return Verdict.DISTURBED;
        }
        return Math.abs(deviation()) <= TOLERANCE ? Verdict.AGREES : Verdict.DIFFERS;
    }
}
