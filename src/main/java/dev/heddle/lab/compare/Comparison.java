package dev.heddle.lab.compare;

import dev.heddle.lab.load.MachineLoad;
import dev.heddle.lab.load.ProcessorTime;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Runs scenarios, one after another: each server of a scenario once in each round, so that a disturbance of the machine hits one round
 * of all rather than all rounds of one. The servers run until the scenario ends: a JVM that has just started is measured with what its
 * compiler does.
 */
public final class Comparison {
    /** The figure of each measurement that tells how many processors other programs kept busy. */
    public static final String OTHERS = "others";

    /** Told before each measurement. */
    public interface Progress {
        /** The next measurement begins. */
        void next(String scenario, String variant, double doneFraction, double secondsLeft);

        /** A measurement failed; the comparison goes on without it. */
        void failed(String scenario, String variant, String reason);
    }

    /**
     * What came out.
     *
     * @param results what was measured
     * @param complete whether nothing is missing
     */
    public record Outcome(Results results, boolean complete) {}

    private final List<Scenario> scenarios;
    private final Timing timing;
    private final List<String> application;
    private final Progress progress;

    /**
     * @param application flags that name someone's own application; empty for the demo's
     * @param progress told on the thread that calls {@link #run}
     */
    public Comparison(List<Scenario> scenarios, Timing timing, List<String> application, Progress progress) {
        this.scenarios = List.copyOf(scenarios);
        this.timing = timing;
        this.application = List.copyOf(application);
        this.progress = progress;
    }

    /** How long it will take, by experience. */
    public double estimatedSeconds() {
        return IntStream.rangeClosed(1, timing.rounds())
                .mapToDouble(round -> scenarios.stream()
                        .mapToDouble(scenario -> scenario.variants().size() * secondsForOne(scenario, round))
                        .sum())
                .sum();
    }

    private double secondsForOne(Scenario scenario, int round) {
        return timing.secondsForOne(round) * scenario.weight();
    }

    /** Measures until everything is measured or this thread is interrupted; what was measured then stays. */
    public Outcome run() {
        Machine machine = Machine.here();
        Bench bench = new Bench(timing, machine.processors());
        List<Sample> samples = new ArrayList<>();
        double planned = estimatedSeconds();
        double done = 0;
        boolean complete = true;
        long begun = System.nanoTime();
        for (Scenario scenario : scenarios) {
            try (RunningServers servers = new RunningServers(application)) {
                bench.beginScenario(servers);
                for (int round = 1; round <= timing.rounds(); round++) {
                    bench.beginRound();
                    for (Variant variant : scenario.variants()) {
                        double elapsed = (System.nanoTime() - begun) / 1e9;
                        // The plan is corrected by what it was worth so far, as soon as that means something.
                        double pace = done > 10 ? elapsed / done : 1;
                        progress.next(scenario.name(), variant.name(), done / planned, (planned - done) * pace);
                        try {
                            servers.pauseAll();
                            ServerUnderTest server = servers.of(variant);
                            samples.add(new Sample(
                                    scenario.name(), variant.name(), round, measure(scenario, server, bench)));
                            bench.awaitIdle(server); // What it still works off would be measured with the next one.
                        } catch (IOException e) {
                            if (Thread.interrupted()) {
                                return new Outcome(new Results(machine, samples), false);
                            }
                            complete = false;
                            servers.end(variant);
                            progress.failed(scenario.name(), variant.name(), String.valueOf(e.getMessage()));
                        } catch (InterruptedException e) {
                            return new Outcome(new Results(machine, samples), false);
                        } catch (RuntimeException e) { // A fault of ours: what was measured before is kept.
                            complete = false;
                            servers.end(variant);
                            progress.failed(scenario.name(), variant.name(), e.toString());
                        }
                        done += secondsForOne(scenario, round);
                    }
                }
            }
        }
        return new Outcome(new Results(machine, samples), complete);
    }

    /** Measures, and notes how many processors others kept busy meanwhile. */
    private static Figures measure(Scenario scenario, ServerUnderTest server, Bench bench)
            throws IOException, InterruptedException {
        MachineLoad before = MachineLoad.now();
        Duration ours = ProcessorTime.ofThisProcess().plus(server.processorTime());
        long begun = System.nanoTime();
        Figures figures = scenario.experiment().measure(server, bench);
        double seconds = (System.nanoTime() - begun) / 1e9;
        double used = ProcessorTime.ofThisProcess()
                        .plus(server.processorTime())
                        .minus(ours)
                        .toNanos()
                / 1e9;
        double others = (MachineLoad.now().busySecondsSince(before) - used) / seconds;
        return Double.isNaN(others) ? figures : figures.with(OTHERS, Math.max(0, others));
    }
}
