package dev.heddle.lab.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.heddle.lab.simulate.Kind.Lane;
import dev.heddle.lab.simulate.Workload.KeepAlive;
import dev.heddle.lab.simulate.Workload.NewConnections;
import java.util.List;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/** What a simulation has to give whatever the costs are, and what each limit of an architecture looks like in it. */
class RunTest {
    private static final Costs COSTS = new Costs(
            6000, 800, 20_000, 200, 1500, 300, 300, 4500, 400, 1500, 2000, 800, 1500, 0, 5000, 20_000, 500, 1000, 0);
    private static final int REQUESTS = 20_000;

    private static Outcome run(Design design, Workload workload, int cores) {
        return new Run(COSTS, design, workload, cores, REQUESTS, 7).run();
    }

    private static Workload remote(int connections, Workload.Arrivals arrivals) {
        return new Workload(connections, arrivals, Workload.SMALLEST, 0, 0, 50_000);
    }

    @Test
    void sameSeedGivesTheSameFigures() {
        for (Design design : Design.five()) {
            Workload workload = remote(64, new NewConnections());
            assertThat(run(design, workload, 4)).as(design.name()).isEqualTo(run(design, workload, 4));
        }
    }

    @Test
    void anotherSeedGivesOtherFigures() {
        Design sharded = Design.of(Design.Architecture.SOCKET_SHARDED);
        Workload workload = remote(64, new KeepAlive());
        assertThat(new Run(COSTS, sharded, workload, 8, REQUESTS, 1).run())
                .isNotEqualTo(new Run(COSTS, sharded, workload, 8, REQUESTS, 2).run());
    }

    @Test
    void nothingIsBusyForLongerThanTheTime() {
        for (Design design : Design.five()) {
            for (Workload.Arrivals arrivals : List.of(new KeepAlive(), new NewConnections())) {
                Outcome outcome = run(design, remote(256, arrivals), 4);
                assertThat(outcome.busy()).as(design.name()).allMatch(each -> each >= 0 && each <= 1);
                assertThat(outcome.dispatchers()).as(design.name()).allMatch(each -> each >= 0 && each <= 1);
                assertThat(outcome.backlogs()).as(design.name()).allMatch(each -> each >= 0 && each <= 1);
                assertThat(outcome.jain()).as(design.name()).isBetween(0.25, 1.0);
            }
        }
    }

    /** Client and server cannot use more than the cores that they share. */
    @Test
    void rateStaysBelowWhatTheCoresCanDo() {
        for (Design design : Design.five()) {
            for (int cores = 1; cores <= 2; cores++) {
                Workload workload = new Workload(64, new KeepAlive(), Workload.SMALLEST, 0, 1, 0);
                Outcome outcome = run(design, workload, cores);
                double used = outcome.rate() * (outcome.serverMicros() + outcome.clientMicros()) / 1e6;
                assertThat(used).as("%s on %d", design.name(), cores).isBetween(0.6 * cores, 1.0001 * cores);
            }
        }
    }

    @Test
    void moreCoresDoNotHelpTheSingleThread() {
        Design design = Design.of(Design.Architecture.SINGLE_THREADED);
        Outcome one = run(design, remote(256, new KeepAlive()), 1);
        Outcome many = run(design, remote(256, new KeepAlive()), 16);
        assertThat(many.rate()).isCloseTo(one.rate(), Percentage.withPercentage(1));
        assertThat(many.bottleneck(16)).isEqualTo(Bottleneck.THREAD);
    }

    @Test
    void keepAliveScalesWithTheCoresInSingleAcceptor() {
        Design design = Design.of(Design.Architecture.SINGLE_ACCEPTOR);
        Outcome one = run(design, remote(64, new KeepAlive()), 1);
        Outcome many = run(design, remote(16 * 64, new KeepAlive()), 16);
        assertThat(many.rate()).isCloseTo(16 * one.rate(), Percentage.withPercentage(5));
        assertThat(many.bottleneck(16)).isEqualTo(Bottleneck.CORES);
    }

    @Test
    void oneAcceptorIsTheLimitForNewConnectionsAndShardsMendIt() {
        Workload workload = remote(16 * 64, new NewConnections());
        Outcome single = run(Design.of(Design.Architecture.SINGLE_ACCEPTOR), workload, 16);
        assertThat(single.rate()).isLessThanOrEqualTo(1e9 / (COSTS.accept() + COSTS.start()));
        assertThat(single.bottleneck(16)).isEqualTo(Bottleneck.ACCEPTOR);
        Outcome sharded = run(Design.of(Design.Architecture.SOCKET_SHARDED), workload, 16);
        assertThat(sharded.rate()).isGreaterThan(2 * single.rate());
    }

    @Test
    void acceptorsAtOneGateAreNoFasterThanOneAcceptor() {
        Workload workload = remote(16 * 64, new NewConnections());
        Outcome gated = run(Design.of(Design.Architecture.MULTI_ACCEPTOR), workload, 16);
        assertThat(gated.rate()).isLessThanOrEqualTo(1e9 / COSTS.accept());
        assertThat(gated.bottleneck(16)).isEqualTo(Bottleneck.GATE);
        assertThat(gated.gateWaiting()).isGreaterThan(8);
    }

    @Test
    void oneDispatcherIsTheLimitAndOneForEachWorkerMendsIt() {
        Workload workload = remote(16 * 64, new KeepAlive());
        Design one = Design.dispatched("one", 1, Lane.values());
        Outcome outcome = run(one, workload, 16);
        assertThat(outcome.rate()).isLessThanOrEqualTo(1e9 / (COSTS.frame() + COSTS.dispatch() + COSTS.handle()));
        assertThat(outcome.bottleneck(16)).isEqualTo(Bottleneck.DISPATCHER);
        Outcome many = run(Design.of(Design.Architecture.MESSAGE_BALANCED), workload, 16);
        assertThat(many.rate()).isGreaterThan(1.5 * outcome.rate());
        assertThat(many.bottleneck(16)).isEqualTo(Bottleneck.CORES);
    }

    /** 1 % of 5 ms among requests of 10 µs, on four cores that are used by 70 %. */
    private static double shortP99(Design design) {
        List<Kind> mix = List.of(
                Kind.constant("short", 99, Lane.NORMAL, 10_000), Kind.constant("long", 1, Lane.LONG, 5_000_000));
        double perSecond = 0.7 * 4 * 1e9 / (0.99 * 18_000 + 0.01 * 5_008_000);
        Workload workload = new Workload(400, new Workload.Poisson(perSecond), mix, 0, 0, 0);
        return run(design, workload, 4).kinds().getFirst().p99Micros();
    }

    @Test
    void lanesKeepShortRequestsFromWaitingForLongOnes() {
        Design lanes = Design.of(Design.Architecture.MESSAGE_BALANCED).withStealing("lanes");
        Design oneLane = Design.dispatched("one lane", 0, Lane.NORMAL).withStealing("one lane");
        assertThat(shortP99(lanes)).isLessThan(shortP99(oneLane) / 10);
    }

    /** Long messages run on other threads than those that connections stay on. */
    @Test
    void lanesHelpConnectionsThatStayOnTheirWorkers() {
        Design lanes = Design.of(Design.Architecture.MESSAGE_BALANCED);
        Design oneLane = Design.dispatched("one lane", 0, Lane.NORMAL);
        assertThat(shortP99(lanes)).isLessThan(shortP99(oneLane) / 2);
    }

    /** On as many cores as threads the client and two workers would each have one, and be busy in batches. */
    @Test
    void workersThatShareTheirCoresWithTheClientAreSlowerThanOnCoresOfTheirOwn() {
        Design design = Design.of(Design.Architecture.SINGLE_ACCEPTOR);
        Workload beside = new Workload(64, new Workload.KeepAlive(), Workload.SMALLEST, 0, 1, 0);
        Outcome outcome = run(design, beside, 2);
        double used = outcome.rate() * (outcome.serverMicros() + outcome.clientMicros()) / 1e6;
        assertThat(used).as("cores in use").isLessThan(1.9);
    }

    /** Where client and server have a core each, all that they read was written on the other one. */
    @Test
    void whatAnotherCoreHasWrittenCostsMoreToReadAndOnOneCoreThereIsNoOther() {
        Costs crossing = new Costs(
                6000, 800, 20_000, 200, 1500, 300, 300, 4500, 400, 1500, 2000, 800, 1500, 3000, 5000, 20_000, 500, 1000,
                2000);
        Design design = Design.of(Design.Architecture.SINGLE_THREADED);
        Workload beside = new Workload(64, new Workload.KeepAlive(), Workload.SMALLEST, 0, 1, 0);
        Outcome before = run(design, beside, 2);
        Outcome after = new Run(crossing, design, beside, 2, REQUESTS, 7).run();
        assertThat(after.serverMicros() - before.serverMicros()).isCloseTo(3, within(0.3));
        assertThat(after.clientMicros() - before.clientMicros()).isCloseTo(2, within(0.3));
        assertThat(new Run(crossing, design, beside, 1, REQUESTS, 7).run()).isEqualTo(run(design, beside, 1));
    }

    @Test
    void negativeCostIsRejected() {
        assertThatThrownBy(() -> new Costs(-1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))
                .hasMessageContaining("-1 ns");
    }
}
