package dev.heddle.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.live.Bottleneck.Part;
import dev.heddle.live.Figures.Gate;
import dev.heddle.live.Figures.Section;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** For each verdict figures that give it, and figures a little different that do not. */
class BottleneckTest {
    private static Bottleneck of(Sample sample) {
        return Bottleneck.of(sample.figures());
    }

    private static Part part(Sample sample) {
        return of(sample).part();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"single-threaded", "single-acceptor", "multi-acceptor", "message-balanced", "socket-sharded"})
    void serverWithLittleToDoHasNoBottleneck(String architecture) {
        assertThat(of(Sample.of(architecture).withBusySections(0.1).withBusyWorkers(0.2, 0.1)))
                .isEqualTo(new Bottleneck(Part.NONE, 0, "No part is a bottleneck now."));
    }

    // ---- the one thread

    @Test
    void busyThreadIsTheBottleneckOfSingleThreaded() {
        Sample idle = Sample.of("single-threaded").withBusySections(0.79);
        assertThat(part(idle)).isEqualTo(Part.NONE);
        assertThat(of(idle.withBusySections(0.97)))
                .isEqualTo(
                        new Bottleneck(
                                Part.THREAD,
                                0,
                                "The one thread was busy for 97 % of the last second: everything waits for it, however many cores there are."));
    }

    /** While a handler runs, only its carrier tells. */
    @Test
    void threadWithinALongRequestIsSeenByItsCarrier() {
        assertThat(part(Sample.of("single-threaded").withBusySections(0).withBusyWorkers(1)))
                .isEqualTo(Part.THREAD);
    }

    @Test
    void slowHandlerThatDelaysTheProbeIsSeenAlthoughTheThreadIsMostlyIdle() {
        Sample calm = Sample.of("single-threaded").withBusySections(0.4);
        assertThat(of(calm.withLongest(200_000, 180_000)))
                .isEqualTo(
                        new Bottleneck(
                                Part.THREAD,
                                0,
                                "One request kept the thread for 200 ms: every other client waited for it, the probe up to 180 ms."));
        assertThat(part(calm.withLongest(200_000, 5_000))).as("nobody waited").isEqualTo(Part.NONE);
        assertThat(part(calm.withLongest(2_000, 180_000)))
                .as("nothing in the server took long")
                .isEqualTo(Part.NONE);
        assertThat(part(Sample.of("single-acceptor").withLongest(200_000, 180_000)))
                .as("there is more than one thread")
                .isEqualTo(Part.NONE);
    }

    @Test
    void connectionsThatAreNotAcceptedAreTheThreadsFaultInSingleThreaded() {
        assertThat(part(Sample.of("single-threaded").withAcceptQueue(20))).isEqualTo(Part.THREAD);
    }

    // ---- the dispatcher

    @Test
    void busyDispatcherIsTheBottleneckAlthoughWorkersAreIdle() {
        Sample idle = Sample.of("message-balanced").withBusyWorkers(0.9, 0.2);
        assertThat(of(idle.withBusySections(0.93)))
                .isEqualTo(
                        new Bottleneck(
                                Part.DISPATCHER,
                                0,
                                "The dispatcher was busy for 93 % of the last second: every message has to pass through it, whichever worker is free."));
        assertThat(part(idle.withBusySections(0.79))).isNotEqualTo(Part.DISPATCHER);
    }

    /** What it takes to pass it on does not count as busy. */
    @Test
    void dispatcherThatEveryReaderWaitsForIsTheBottleneckWhileWorkersHaveTimeLeft() {
        Sample sample = Sample.of("message-balanced").withSection(new Section(0.44, 0.97, 9000));
        assertThat(of(sample.withBusyWorkers(0.65, 0.66)))
                .isEqualTo(
                        new Bottleneck(
                                Part.DISPATCHER,
                                0,
                                "The dispatcher kept 97 % of its readers waiting, while workers were idle for up to 35 %: every message has to pass through it, one at a time."));
        assertThat(part(sample.withBusyWorkers(0.97, 0.99)))
                .as("there is no processor time left")
                .isEqualTo(Part.WORKERS);
        assertThat(part(sample.withBusyWorkers())).as("workers cannot be seen").isEqualTo(Part.NONE);
        Sample calm = sample.withBusyWorkers(0.65, 0.66);
        assertThat(part(calm.withSection(new Section(0.44, 0.84, 9000))))
                .as("many did not wait")
                .isEqualTo(Part.NONE);
        assertThat(part(calm.withSection(new Section(0.01, 0.97, 400))))
                .as("two that met by chance")
                .isEqualTo(Part.NONE);
    }

    @Test
    void busiestOfSeveralDispatchersIsNamed() {
        Bottleneck bottleneck = of(Sample.of("message-balanced").withBusySections(0.3, 0.9));
        assertThat(bottleneck.part()).isEqualTo(Part.DISPATCHER);
        assertThat(bottleneck.index()).isEqualTo(1);
        assertThat(bottleneck.reason()).startsWith("Dispatcher 2 of 2 was busy for 90 %");
    }

    // ---- accepting

    @Test
    void queueOfTheKernelShowsThatTheAcceptorIsTooSlow() {
        Sample sample = Sample.of("single-acceptor").withBusyWorkers(0.9, 0.9);
        assertThat(of(sample.withAcceptQueue(12)))
                .isEqualTo(new Bottleneck(
                        Part.ACCEPTOR,
                        0,
                        "12 connections waited to be accepted: they come faster than the acceptor takes them."));
        assertThat(part(sample.withAcceptQueue(3))).isEqualTo(Part.WORKERS);
        assertThat(part(sample.withAcceptQueue(-1))).as("unknown").isEqualTo(Part.WORKERS);
    }

    @Test
    void sameQueueShowsTheGateWhereAcceptorsShareASocket() {
        Sample sample = Sample.of("multi-acceptor").withGate(new Gate(1, 40));
        assertThat(of(sample.withAcceptQueue(12)).reason())
                .isEqualTo("12 connections waited to be accepted, and only one acceptor at a time can do it.");
        assertThat(part(sample.withAcceptQueue(12))).isEqualTo(Part.GATE);
    }

    /** Where little is accepted, acceptors wait at the gate for long, and nothing is wrong. */
    @Test
    void longWaitAtTheGateAloneIsNoBottleneck() {
        assertThat(part(Sample.of("multi-acceptor").withGate(new Gate(1, 900_000))))
                .isEqualTo(Part.NONE);
    }

    // ---- the workers

    @Test
    void busyWorkerBesideAnIdleOneIsTheBottleneck() {
        assertThat(of(Sample.of("single-acceptor").withBusyWorkers(0.12, 0.99)))
                .isEqualTo(
                        new Bottleneck(
                                Part.WORKER,
                                1,
                                "Worker 2 was busy for 99 %, worker 1 for 12 %: a busy connection cannot move to an idle worker."));
        assertThat(part(Sample.of("single-acceptor").withBusyWorkers(0.12, 0.79)))
                .isEqualTo(Part.NONE);
    }

    @Test
    void workersThatAreAllBusyAreTheBottleneckTogether() {
        assertThat(of(Sample.of("socket-sharded").withBusyWorkers(0.95, 0.91)))
                .isEqualTo(
                        new Bottleneck(
                                Part.WORKERS,
                                0,
                                "All 2 workers were busy for 91 % or more: the requests need more processor time than there is."));
        assertThat(of(Sample.of("socket-sharded").withBusyWorkers(0.95, 0.6)))
                .isEqualTo(new Bottleneck(Part.NONE, 0, "No part is a bottleneck now; worker 1 is near it."));
    }

    @Test
    void onlyWorkerIsNotCalledAll() {
        assertThat(of(Sample.of("single-acceptor").withBusyWorkers(1)).reason()).startsWith("The worker was busy");
    }
}
