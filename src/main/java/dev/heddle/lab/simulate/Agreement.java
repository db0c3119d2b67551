package dev.heddle.lab.simulate;

import java.util.LinkedHashMap;
import java.util.Map;

/** A measured rate beside the simulated one. */
record Agreement(Measurement measured, Outcome simulated) {
    /** Beyond it the simulation does not describe the machine. */
    static final double TOLERANCE = 0.2;

    static Agreement of(Measurement measured, Costs costs, long seed) {
        return new Agreement(measured, measured.simulated(costs, seed));
    }

    /** How far the simulated rate is from the measured one: 0.1 if it is a tenth more. */
    double deviation() {
        return simulated.rate() / measured.rate() - 1;
    }

    boolean agrees() {
        return Math.abs(deviation()) <= TOLERANCE;
    }

    Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>(measured.toJson());
        json.put("simulatedRatePerSecond", simulated.rate());
        json.put("deviation", deviation());
        json.put("agrees", agrees());
        return json;
    }
}
