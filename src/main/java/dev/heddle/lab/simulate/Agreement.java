package dev.heddle.lab.simulate;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** A measured rate beside the simulated one. */
record Agreement(Measurement measured, Outcome simulated) {
    /** Beyond it the simulation does not describe the machine. */
    static final double TOLERANCE = 0.2;

    /** Beyond it a measured rate says more about other programs than about the server. */
    private static final double MOST_OTHERS = 0.1;

    /** What the comparison says. */
    enum Verdict {
        AGREES,
        DIFFERS,
        /** Other programs used the cores meanwhile: the measured rate is of no use. */
        DISTURBED
    }

    static Agreement of(Measurement measured, Costs costs, long seed) {
        return new Agreement(measured, measured.simulated(costs, seed));
    }

    /** How far the simulated rate is from the measured one: 0.1 if it is a tenth more. */
    double deviation() {
        return simulated.rate() / measured.rate() - 1;
    }

    Verdict verdict() {
        if (measured.others() > MOST_OTHERS) {
            return Verdict.DISTURBED;
        }
        return Math.abs(deviation()) <= TOLERANCE ? Verdict.AGREES : Verdict.DIFFERS;
    }

    Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>(measured.toJson());
        json.put("simulatedRatePerSecond", simulated.rate());
        json.put("deviation", deviation());
        json.put("verdict", verdict().name().toLowerCase(Locale.ROOT));
        return json;
    }
}
