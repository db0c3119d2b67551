package dev.heddle.lab.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is left of a load for the cost that is computed last. */
class CostLoadsTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void connectionCostsWhatTheModelDoesNotChargeOtherwise(int cores) {
        Costs costs = new Costs(
                6000, 800, 20_000, 200, 1500, 300, 300, 4500, 400, 1500, 2000, 800, 1500, 0, 5000, 30_000, 500, 1000,
                0);
        Outcome load = fresh(cores, 0, 0).simulated(costs, 1);
        Costs found = CostLoads.withConnection(
                costs.withConnection(0, 0), fresh(cores, load.serverMicros(), load.clientMicros()));
        assertThat((double) found.connection()).isCloseTo(20_000, Percentage.withPercentage(10));
        assertThat((double) found.clientConnection()).isCloseTo(30_000, Percentage.withPercentage(10));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void connectionIsNeverLessThanFree(int cores) {
        Costs costs = new Costs(
                6000, 800, 0, 200, 1500, 300, 300, 4500, 400, 1500, 2000, 800, 1500, 0, 5000, 0, 500, 1000, 0);
        Costs found = CostLoads.withConnection(costs, fresh(cores, 1, 1));
        assertThat(found.connection()).isZero();
        assertThat(found.clientConnection()).isZero();
    }

    private static Measurement fresh(int cores, double serverMicros, double clientMicros) {
        return new Measurement(Design.Architecture.SINGLE_ACCEPTOR, cores, 64, true, 0, serverMicros, clientMicros, 0);
    }
}
