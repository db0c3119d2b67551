package dev.heddle.lab.simulate;

/** A measured rate beside the simulated one. */
record Agreement(Measurement measured, Outcome simulated) {
    /** Beyond it the simulation does not describe the machine. */
    static final double TOLERANCE = 0.2;

    /** Beyond it a measured rate says more about other programs than about the server. */
    private static final double MOST_OTHERS = 0.1;

    static Agreement of(Measurement measured, Costs costs, long seed) {
        return new Agreement(measured, measured.simulated(costs, seed));
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
