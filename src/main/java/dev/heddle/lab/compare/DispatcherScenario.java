package dev.heddle.lab.compare;

import static dev.heddle.lab.compare.Scenarios.kind;
import static dev.heddle.lab.compare.Variant.running;

import dev.heddle.lab.compare.Bench.Observed;
import java.util.ArrayList;
import java.util.List;

/** How many requests a second one dispatcher lets through, and how many several do. */
public final class DispatcherScenario {
    private final Extent extent;

    DispatcherScenario(Extent extent) {
        this.extent = extent;
    }

    Scenario dispatcher() {
        List<Variant> needed = new ArrayList<>(List.of(dispatchers(1, 0), dispatchers(1, 100)));
        needed.add(dispatchers(Math.max(2, extent.processors()), 100));
        List<Variant> others = new ArrayList<>();
        for (int cost : List.of(0, 5, 20)) {
            if (cost > 0) {
                others.add(dispatchers(1, cost));
            }
            others.add(dispatchers(Math.max(2, extent.processors()), cost));
        }
        others.add(running("single-acceptor", "--parse-cost", "100").named("single-acceptor, parse cost 100 µs"));
        return new Scenario(
                "dispatcher",
                "The dispatcher's ceiling",
                "64 connections, closed loop, the smallest request; the processor time that reading a request takes in addition varies.",
                extent.some(needed, others),
                (server, bench) -> {
                    Observed seen = bench.observe(
                            server,
                            server.load(kind("request", "/plaintext", 1)).withConnections(64));
                    List<Double> busy = Stats.since(
                            seen.before().dispatcherBusyMillis(), seen.after().dispatcherBusyMillis());
                    double between = seen.after().uptimeMillis() - seen.before().uptimeMillis();
                    double acquired = seen.after().dispatcherAcquisitions()
                            - seen.before().dispatcherAcquisitions();
                    double waits =
                            seen.after().dispatcherWaits() - seen.before().dispatcherWaits();
                    return Figures.none()
                            .with("waited", acquired == 0 ? 0 : waits / acquired)
                            .with("rate", seen.load().rate())
                            .with("processors", seen.processors())
                            .with(
                                    "utilization",
                                    busy.stream()
                                            .mapToDouble(millis -> millis / between)
                                            .average()
                                            .orElse(0))
                            .withLatencies("request", seen.load().allLatencies());
                },
                1);
    }

    /** The name of a server with that many dispatchers. */
    public static String dispatchersName(int count, int cost) {
        return count + (count == 1 ? " dispatcher" : " dispatchers") + ", parse cost " + cost + " µs";
    }

    private static Variant dispatchers(int count, int cost) {
        return running(
                        "message-balanced",
                        "--dispatchers",
                        Integer.toString(count),
                        "--parse-cost",
                        Integer.toString(cost))
                .named(dispatchersName(count, cost));
    }
}
