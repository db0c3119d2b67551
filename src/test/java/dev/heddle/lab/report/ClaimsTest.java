package dev.heddle.lab.report;

import static dev.heddle.lab.compare.AcceptScenarios.acceptorsName;
import static dev.heddle.lab.compare.AcceptScenarios.stormName;
import static dev.heddle.lab.compare.CoresScenario.carrierName;
import static dev.heddle.lab.compare.DispatcherScenario.dispatchersName;
import static dev.heddle.lab.compare.MixScenarios.mixName;
import static dev.heddle.lab.compare.ThreadScenarios.schedulerName;
import static org.assertj.core.api.Assertions.assertThat;

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
        Outcome no = Outcome.CONTRADICTED;
        Outcome hidden = Outcome.NOT_VISIBLE;
        return Stream.of(
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
                        stormName("single-acceptor", 4096, 200),
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
                        acceptorsName("multi-acceptor", 2, 200),
                        "rate",
                        4500,
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
                        1.5,
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
        List<Claim> claims = Claims.judge(Fabricated.good().results());
        assertThat(claims).hasSize(6);
        assertThat(claims).allSatisfy(claim -> {
            assertThat(claim.verdict()).as(claim.toString()).isEqualTo(Outcome.CONFIRMED);
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
    void figureThatSaysTheOppositeTurnsTheVerdict(Turn turn) {
        Fabricated results = Fabricated.good();
        Finding before = finding(Claims.judge(results.results()), turn.claim(), turn.part());
        assertThat(before.outcome()).isNotEqualTo(turn.outcome());

        results.with(turn.scenario(), turn.variant(), turn.figure(), turn.value());
        List<Claim> claims = Claims.judge(results.results());
        assertThat(finding(claims, turn.claim(), turn.part()).outcome()).isEqualTo(turn.outcome());
        if (turn.outcome() == Outcome.CONTRADICTED) {
            assertThat(claims.get(turn.claim() - 1).verdict()).isEqualTo(Outcome.CONTRADICTED);
        }
    }

    /** Parts that no single figure can turn. */
    @Test
    void everyOtherPartCanBeWrongToo() {
        Fabricated slowStorm = Fabricated.good()
                .with("storm", stormName("multi-acceptor", 4096, 200), "first.p99", 300)
                .with("storm", stormName("socket-sharded", 4096, 200), "first.p99", 300);
        assertThat(finding(Claims.judge(slowStorm.results()), 3, "more acceptors mend it")
                        .outcome())
                .isEqualTo(Outcome.CONTRADICTED);

        Results good = Fabricated.good().results();
        good.samples().stream()
                .filter(sample -> sample.variant().equals(acceptorsName("multi-acceptor", 8, 0)))
                .forEach(sample -> sample.figures().shares().put("acceptors", List.of(100.0, 0.0)));
        assertThat(finding(Claims.judge(good), 4, "each has its own connections")
                        .outcome())
                .isEqualTo(Outcome.CONTRADICTED);

        Results lonely = Fabricated.good().results();
        lonely.samples().stream()
                .filter(sample -> sample.scenario().equals("zipf-few"))
                .forEach(sample -> sample.figures().shares().put("connections", List.of(16.0, 1.0)));
        assertThat(finding(Claims.judge(lonely), 2, "several connections share a worker")
                        .outcome())
                .isEqualTo(Outcome.CONTRADICTED);
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
    void oneProcessorCannotShowWhatNeedsTwo() {
        List<Claim> claims = Claims.judge(Fabricated.good().on(1).results());
        assertThat(finding(claims, 1, "more cores do not help").outcome()).isEqualTo(Outcome.NOT_VISIBLE);
        assertThat(finding(claims, 2, "workers use all cores").outcome()).isEqualTo(Outcome.NOT_VISIBLE);
        assertThat(finding(claims, 5, "several dispatchers mend it").outcome()).isEqualTo(Outcome.NOT_VISIBLE);
    }
}
