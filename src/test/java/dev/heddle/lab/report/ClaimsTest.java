package dev.heddle.lab.report;

import static dev.heddle.lab.compare.AcceptScenarios.ACCEPT_WORK_MICROS;
import static dev.heddle.lab.compare.AcceptScenarios.acceptorsName;
import static dev.heddle.lab.compare.AcceptScenarios.stormName;
import static dev.heddle.lab.compare.CoresScenario.carrierName;
import static dev.heddle.lab.compare.DispatcherScenario.dispatchersName;
import static dev.heddle.lab.compare.MixScenarios.mixName;
import static dev.heddle.lab.compare.ThreadScenarios.schedulerName;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.lab.compare.AcceptScenarios;
import dev.heddle.lab.compare.Comparison;
import dev.heddle.lab.compare.Machine;
import dev.heddle.lab.compare.Results;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each verdict follows the figures: where they bear the claim out it is confirmed, and where they say the opposite it is not. */
class ClaimsTest {
    private static final String SA = "single-acceptor";
    private static final String MA = "multi-acceptor";
    private static final String P99 = "first.p99";

    /** A figure that contradicts a part of a claim, or hides it. */
    record Turn(int claim, String part, String scenario, String variant, String figure, double value, Outcome outcome) {
        @Override
        public String toString() {
            return claim + ": " + part + " with " + figure + " = " + value;
        }
    }

    private static Turn turn(
            int claim, String part, String scenario, String variant, String figure, double value, Outcome outcome) {
        return new Turn(claim, part, scenario, variant, figure, value, outcome);
    }

    static Stream<Turn> turns() {
        return Stream.concat(contradictions(), weakerOnes());
    }

    private static Stream<Turn> weakerOnes() {
        Outcome weaker = Outcome.WEAKER;
        return Stream.of(
                turn(1, "one slow handler delays everyone", "slow", "single-threaded", "fast.p99", 100, weaker),
                turn(1, "a thread for each connection mends it", "slow", "multi-acceptor", "fast.p99", 80, weaker),
                turn(1, "more cores do not help", "cores", "single-threaded", "processors", 1.3, weaker),
                turn(1, "more cores do not help", "cores", "single-threaded", "rate", 3000, weaker),
                turn(2, "workers use all cores", "cores", carrierName(2), "processors", 1.25, weaker),
                turn(2, "workers sized to the cores do best", "cores", carrierName(4), "rate", 4400, weaker),
                turn(3, "a slow acceptor makes connects slow", "storm", stormName(SA, 4096, 0), P99, 800, weaker),
                turn(3, "a short backlog makes it a second", "storm", stormName(SA, 50, 0), P99, 130, weaker),
                turn(3, "the load among workers is uneven", "zipf-few", SA, "messages.jain", 0.9, weaker),
                turn(
                        4,
                        "accepting is dispersed",
                        "acceptors",
                        acceptorsName(MA, 2, ACCEPT_WORK_MICROS),
                        "rate",
                        2100,
                        weaker),
                turn(
                        4,
                        "they compete for the one socket",
                        "acceptors",
                        acceptorsName(MA, 8, 0),
                        "gateWaitMicros",
                        5,
                        weaker),
                turn(4, "the load is uneven", "zipf-few", MA, "messages.jain", 0.93, weaker),
                turn(
                        5,
                        "no worker is overloaded while another is idle",
                        "zipf-few",
                        "message-balanced",
                        "messages.jain",
                        0.9,
                        weaker),
                turn(
                        5,
                        "the dispatcher is the bottleneck",
                        "dispatcher",
                        dispatchersName(1, 100),
                        "utilization",
                        0.6,
                        weaker),
                turn(5, "several dispatchers mend it", "dispatcher", dispatchersName(2, 100), "rate", 11_000, weaker),
                turn(
                        5,
                        "lanes keep short requests from waiting for long ones",
                        "mix",
                        mixName("message-balanced, lanes", 70),
                        "short.p99",
                        1.5,
                        weaker),
                turn(
                        5,
                        "slow requests of one connection run side by side",
                        "pipelined",
                        "message-balanced",
                        "batch.p50",
                        110,
                        weaker),
                turn(6, "the hash is uneven", "hash", "socket-sharded", "acceptors.jain", 0.97, weaker),
                turn(6, "virtual threads hide waiting", "waiting", SA, "sleeping.rate", 300, weaker),
                turn(6, "they do not hide computing", "waiting", SA, "computing.rate", 330, weaker));
    }

    private static Stream<Turn> contradictions() {
        Outcome no = Outcome.CONTRADICTED;
        Outcome hidden = Outcome.NOT_VISIBLE;
        return Stream.of(
                turn(1, "one slow handler delays everyone", "slow", "single-threaded", "fast.p99", 900, hidden),
                turn(
                        5,
                        "no worker is overloaded while another is idle",
                        "zipf-few",
                        "single-acceptor",
                        "messages.jain",
                        0.99,
                        hidden),
                turn(1, "one slow handler delays everyone", "slow", "single-threaded", "fast.p99", 5, no),
                turn(1, "a thread for each connection mends it", "slow", "multi-acceptor", "fast.p99", 180, no),
                turn(1, "more cores do not help", "cores", "single-threaded", "processors", 1.9, no),
                turn(1, "more cores do not help", "cores", "single-threaded", "rate", 3700, no),
                turn(2, "workers use all cores", "cores", carrierName(2), "rate", 2000, no),
                turn(2, "workers use all cores", "cores", carrierName(2), "processors", 1, no),
                turn(2, "workers sized to the cores do best", "cores", carrierName(4), "rate", 7000, no),
                turn(
                        3,
                        "a slow acceptor makes connects slow",
                        "storm",
                        stormName("single-acceptor", 4096, ACCEPT_WORK_MICROS),
                        "first.p99",
                        61,
                        no),
                turn(
                        3,
                        "a short backlog makes it a second",
                        "storm",
                        stormName("single-acceptor", 50, 0),
                        "first.p99",
                        70,
                        hidden),
                turn(
                        3,
                        "a short backlog makes it a second",
                        "storm",
                        stormName("single-acceptor", 4096, 0),
                        "first.p99",
                        1040,
                        no),
                turn(3, "the load among workers is uneven", "zipf-few", "single-acceptor", "messages.jain", 0.99, no),
                turn(
                        4,
                        "accepting is dispersed",
                        "acceptors",
                        acceptorsName("multi-acceptor", 2, ACCEPT_WORK_MICROS),
                        "rate",
                        1900,
                        no),
                turn(
                        4,
                        "they compete for the one socket",
                        "acceptors",
                        acceptorsName("multi-acceptor", 8, 0),
                        "gateWaitMicros",
                        0.1,
                        no),
                turn(
                        4,
                        "they compete for the one socket",
                        "acceptors",
                        acceptorsName("multi-acceptor", 8, 0),
                        "rate",
                        80_000,
                        no),
                turn(4, "the load is uneven", "zipf-few", "multi-acceptor", "messages.jain", 0.99, no),
                turn(
                        5,
                        "no worker is overloaded while another is idle",
                        "zipf-few",
                        "message-balanced",
                        "messages.jain",
                        0.7,
                        no),
                turn(
                        5,
                        "the dispatcher is the bottleneck",
                        "dispatcher",
                        dispatchersName(1, 100),
                        "utilization",
                        0.3,
                        no),
                turn(5, "the dispatcher is the bottleneck", "dispatcher", dispatchersName(1, 100), "rate", 60_000, no),
                turn(5, "several dispatchers mend it", "dispatcher", dispatchersName(2, 100), "rate", 9500, no),
                turn(
                        5,
                        "lanes keep short requests from waiting for long ones",
                        "mix",
                        mixName("message-balanced, lanes", 70),
                        "short.p99",
                        8.5,
                        no),
                turn(
                        5,
                        "slow requests of one connection run side by side",
                        "pipelined",
                        "message-balanced",
                        "batch.p50",
                        160,
                        no),
                turn(
                        6,
                        "a socket for each acceptor mends the competition",
                        "acceptors",
                        acceptorsName("socket-sharded", 8, 0),
                        "rate",
                        9000,
                        no),
                turn(
                        6,
                        "a socket for each acceptor mends the competition",
                        "acceptors",
                        acceptorsName("socket-sharded", 8, 0),
                        "rate",
                        60_000,
                        Outcome.MENDED),
                turn(6, "the hash is uneven", "hash", "socket-sharded", "acceptors.jain", 1, no),
                turn(6, "virtual threads hide waiting", "waiting", "single-acceptor", "sleeping.rate", 110, no),
                turn(6, "they do not hide computing", "waiting", "single-acceptor", "computing.rate", 6000, no),
                turn(
                        6,
                        "whose carriers run them matters",
                        "schedulers",
                        schedulerName("single-acceptor", "own"),
                        "serverMicros",
                        9.5,
                        hidden),
                turn(
                        6,
                        "whose carriers run them matters",
                        "schedulers",
                        schedulerName("single-acceptor", "own"),
                        "serverMicros",
                        14,
                        no));
    }

    private static Finding finding(List<Claim> claims, int claim, String part) {
        return claims.get(claim - 1).findings().stream()
                .filter(found -> found.part().equals(part))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no part '" + part + "' of claim " + claim));
    }

    @Test
    void figuresThatBearEverythingOutConfirmAllSix() {
        List<Claim> claims = Claims.judge(Fabricated.good()
                .with("acceptors", acceptorsName("socket-sharded", 8, 0), "rate", 60_000)
                .results());
        assertThat(claims).hasSize(6);
        assertThat(claims).allSatisfy(claim -> {
            assertThat(claim.verdict()).as(claim.toString()).isEqualTo(Outcome.CONFIRMED);
            assertThat(claim.missing()).isEmpty();
            assertThat(claim.findings())
                    .extracting(Finding::outcome)
                    .doesNotContain(Outcome.CONTRADICTED, Outcome.NOT_MEASURED);
            assertThat(claim.findings())
                    .allSatisfy(found -> assertThat(found.reason()).matches("(?s).*\\d.*\\."));
        });
        assertThat(claims).filteredOn(Claim::isMended).extracting(Claim::number).contains(1, 3, 5);
    }

    @ParameterizedTest
    @MethodSource("turns")
    void figureThatShowsLessOrTheOppositeTurnsTheVerdict(Turn turn) {
        Fabricated results = Fabricated.good();
        Finding before = finding(Claims.judge(results.results()), turn.claim(), turn.part());
        assertThat(before.outcome()).isNotEqualTo(turn.outcome());

        results.with(turn.scenario(), turn.variant(), turn.figure(), turn.value());
        List<Claim> claims = Claims.judge(results.results());
        assertThat(finding(claims, turn.claim(), turn.part()).outcome()).isEqualTo(turn.outcome());
        if (turn.outcome() == Outcome.CONTRADICTED || turn.outcome() == Outcome.WEAKER) {
            assertThat(claims.get(turn.claim() - 1).verdict()).isEqualTo(turn.outcome());
        }
    }

    /** Parts that no single figure can turn. */
    @Test
    void everyOtherPartCanBeWrongToo() {
        for (double mended : new double[] {900, 1100}) {
            Fabricated slowStorm = Fabricated.good()
                    .with("storm", stormName(MA, 4096, ACCEPT_WORK_MICROS), P99, mended)
                    .with("storm", stormName("socket-sharded", 4096, ACCEPT_WORK_MICROS), P99, mended);
            assertThat(finding(Claims.judge(slowStorm.results()), 3, "more acceptors mend it")
                            .outcome())
                    .isEqualTo(mended < 1000 ? Outcome.WEAKER : Outcome.CONTRADICTED);
        }
        assertThat(ownConnections(100.0, 0.0)).isEqualTo(Outcome.CONTRADICTED);
        assertThat(ownConnections(100.0, 90.0, 0.0)).isEqualTo(Outcome.WEAKER);
        assertThat(sharedWorkers(1.0, 1.0)).isEqualTo(Outcome.CONTRADICTED);
        assertThat(sharedWorkers(16.0, 1.0)).isEqualTo(Outcome.WEAKER);
    }

    private static Outcome ownConnections(Double... each) {
        Results good = Fabricated.good().results();
        good.samples().stream()
                .filter(sample -> sample.variant().equals(acceptorsName(MA, 8, 0)))
                .forEach(sample -> sample.figures().shares().put("acceptors", List.of(each)));
        return finding(Claims.judge(good), 4, "each has its own connections").outcome();
    }

    private static Outcome sharedWorkers(Double... each) {
        Results good = Fabricated.good().results();
        good.samples().stream()
                .filter(sample -> sample.scenario().equals("zipf-few"))
                .forEach(sample -> sample.figures().shares().put("connections", List.of(each)));
        return finding(Claims.judge(good), 2, "several connections share a worker")
                .outcome();
    }

    @Test
    void dispatcherThatAllWaitForIsTheBottleneckThoughItsHoldersHaveToBeWoken() {
        Claim claim = Claims.judge(Fabricated.good()
                        .with("dispatcher", dispatchersName(1, 100), "utilization", 0.6)
                        .with("dispatcher", dispatchersName(1, 100), "waited", 0.98)
                        .results())
                .get(4);
        assertThat(claim.verdict()).isNotIn(Outcome.WEAKER, Outcome.CONTRADICTED);
        assertThat(claim.findings())
                .filteredOn(finding -> finding.part().equals("the dispatcher is the bottleneck"))
                .allSatisfy(finding -> assertThat(finding.outcome()).isEqualTo(Outcome.CONFIRMED))
                .hasSize(1);
    }

    /** Measured: 51 ms, which was called weaker, as the limit lay within the time that another thread takes to take a carrier over. */
    @Test
    void waitForACarrierThatIsTakenOverIsNoWaitForItsSlowHandler() {
        Fabricated takenOver = Fabricated.good().with("slow", "single-acceptor", "fast.p99", 60);
        assertThat(finding(Claims.judge(takenOver.results()), 1, "a thread for each connection mends it")
                        .outcome())
                .isEqualTo(Outcome.MENDED);
    }

    @Test
    void dispatcherThatIsIdleForMostOfTheTimeIsNoBottleneckThoughAllWaitForIt() {
        Fabricated convoy = Fabricated.good()
                .with("dispatcher", dispatchersName(1, 100), "utilization", 0.4)
                .with("dispatcher", dispatchersName(1, 100), "waited", 0.98);
        assertThat(finding(Claims.judge(convoy.results()), 5, "the dispatcher is the bottleneck")
                        .outcome())
                .isEqualTo(Outcome.WEAKER);
    }

    @Test
    void claimIsConfirmedPartlyWhereFiguresForAPartAreMissing() {
        Claim beyond = Claims.judge(Fabricated.good().results()).get(5);
        assertThat(beyond.verdict()).isEqualTo(Outcome.PARTLY);
        assertThat(beyond.missing()).isEqualTo("a socket for each acceptor mends the competition (not visible here)");
        Claim messages =
                Claims.judge(Fabricated.good().without("mix").results()).get(4);
        assertThat(messages.verdict()).isEqualTo(Outcome.PARTLY);
        assertThat(messages.missing()).isEqualTo("lanes keep short requests from waiting for long ones (not measured)");
        Claim wrong = Claims.judge(Fabricated.good()
                        .without("mix")
                        .with("dispatcher", dispatchersName(1, 100), "utilization", 0.3)
                        .results())
                .get(4);
        assertThat(wrong.verdict()).isEqualTo(Outcome.CONTRADICTED);
        assertThat(wrong.missing()).contains("lanes keep");
        Claim unknown =
                Claims.judge(new Results(new Machine(2, Map.of()), List.of())).getFirst();
        assertThat(unknown.verdict()).isEqualTo(Outcome.NOT_MEASURED);
        assertThat(unknown.missing()).isEmpty();
    }

    @Test
    void clientsWithoutAResponseAreNamed() {
        String part = "a slow acceptor makes connects slow";
        assertThat(finding(Claims.judge(Fabricated.good().results()), 3, part).reason())
                .doesNotContain("no response");
        Fabricated failing = Fabricated.good()
                .with("storm", stormName(SA, 4096, ACCEPT_WORK_MICROS), AcceptScenarios.UNANSWERED, 12);
        assertThat(finding(Claims.judge(failing.results()), 3, part).reason())
                .contains("Up to 12 clients had no response");
    }

    @Test
    void noPartIsForgottenHere() {
        Set<String> turned = new LinkedHashSet<>(List.of(
                "more acceptors mend it", "each has its own connections", "several connections share a worker"));
        turns().forEach(turn -> turned.add(turn.part()));
        List<String> all = new ArrayList<>();
        Claims.judge(Fabricated.good().results())
                .forEach(claim -> claim.findings().forEach(found -> all.add(found.part())));
        assertThat(turned).containsExactlyInAnyOrderElementsOf(new LinkedHashSet<>(all));
    }

    @Test
    void whatWasNotMeasuredIsNotJudged() {
        List<Claim> claims = Claims.judge(new Results(new Machine(2, Map.of()), List.of()));
        assertThat(claims)
                .flatExtracting(Claim::findings)
                .allSatisfy(
                        found -> assertThat(found.outcome()).as(found.part()).isEqualTo(Outcome.NOT_MEASURED));
        assertThat(Claims.judge(Fabricated.good().without("mix").results())
                        .get(4)
                        .findings())
                .filteredOn(found -> found.outcome() == Outcome.NOT_MEASURED)
                .hasSize(1);
    }

    @Test
    void figuresOfADisturbedMachineContradictNothing() {
        Fabricated results = Fabricated.good().with("slow", "multi-acceptor", "fast.p99", 180);
        String part = "a thread for each connection mends it";
        assertThat(finding(Claims.judge(results.results()), 1, part).outcome()).isEqualTo(Outcome.CONTRADICTED);
        results.with("slow", "multi-acceptor", Comparison.OTHERS, 1.2);
        Finding disturbed = finding(Claims.judge(results.results()), 1, part);
        assertThat(disturbed.outcome()).isEqualTo(Outcome.NOT_VISIBLE);
        assertThat(disturbed.reason()).startsWith("Other programs kept 1.2 processors busy");
    }

    @Test
    void figuresOfADisturbedMachineConfirmNoTimesAndRatesEither() {
        Results disturbed = Fabricated.good().disturbed(1.2).results();
        List<String> judged = Claims.judge(disturbed).stream()
                .flatMap(claim -> claim.findings().stream())
                .filter(found -> found.outcome() != Outcome.NOT_VISIBLE)
                .map(Finding::part)
                .toList();
        // Counts, and an effect of 60 times.
        assertThat(judged)
                .containsExactly(
                        "several connections share a worker",
                        "each has its own connections",
                        "the hash is uneven",
                        "virtual threads hide waiting");
        Finding weak = finding(
                Claims.judge(Fabricated.good()
                        .disturbed(1.2)
                        .with("waiting", SA, "sleeping.rate", 600)
                        .results()),
                6,
                "virtual threads hide waiting");
        assertThat(weak.outcome()).isEqualTo(Outcome.NOT_VISIBLE);
    }

    @Test
    void disturbanceOfOtherMeasurementsOrOfAFewOfManyProcessorsDecidesNothing() {
        Fabricated results =
                Fabricated.good().with("mix", mixName("message-balanced, lanes", 70), Comparison.OTHERS, 2);
        List<Claim> claims = Claims.judge(results.results());
        assertThat(finding(claims, 5, "slow requests of one connection run side by side")
                        .outcome())
                .isEqualTo(Outcome.CONFIRMED);
        assertThat(claims.get(4).verdict()).isEqualTo(Outcome.PARTLY);
        Fabricated large = Fabricated.good().disturbed(1.2).on(16);
        assertThat(finding(Claims.judge(large.results()), 1, "one slow handler delays everyone")
                        .outcome())
                .isEqualTo(Outcome.CONFIRMED);
    }

    @Test
    void oneProcessorCannotShowWhatNeedsTwo() {
        List<Claim> claims = Claims.judge(Fabricated.good().on(1).results());
        assertThat(finding(claims, 1, "more cores do not help").outcome()).isEqualTo(Outcome.NOT_VISIBLE);
        assertThat(finding(claims, 2, "workers use all cores").outcome()).isEqualTo(Outcome.NOT_VISIBLE);
        assertThat(finding(claims, 5, "several dispatchers mend it").outcome()).isEqualTo(Outcome.NOT_VISIBLE);
    }
}
