package dev.heddle.lab.report;

import static dev.heddle.lab.compare.AcceptScenarios.ACCEPT_WORK_MICROS;
import static dev.heddle.lab.compare.AcceptScenarios.acceptorsName;
import static dev.heddle.lab.compare.AcceptScenarios.stormName;
import static dev.heddle.lab.compare.CoresScenario.carrierName;
import static dev.heddle.lab.compare.DispatcherScenario.dispatchersName;
import static dev.heddle.lab.compare.MixScenarios.mixName;
import static dev.heddle.lab.compare.ThreadScenarios.schedulerName;

import dev.heddle.lab.compare.Comparison;
import dev.heddle.lab.compare.Figures;
import dev.heddle.lab.compare.Machine;
import dev.heddle.lab.compare.Results;
import dev.heddle.lab.compare.Sample;
import dev.heddle.lab.compare.Scenarios;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Results that nobody measured: figures that bear out every claim on two processors, to be changed one at a time. */
final class Fabricated {
    private final Map<String, Map<String, Figures>> figures = new LinkedHashMap<>();
    private int processors = 2;

    /** Figures that confirm everything. */
    static Fabricated good() {
        Fabricated results = new Fabricated();
        results.slowAndCores();
        results.accepting();
        results.workers();
        results.messages();
        results.waiting();
        return results;
    }

    private void slowAndCores() {
        for (String architecture : Scenarios.ARCHITECTURES) {
            with("slow", architecture, "fast.p99", architecture.equals("single-threaded") ? 190 : 4);
            curve("slow", architecture, "fast", architecture.equals("single-threaded") ? 190 : 4);
            with("rates", architecture, "rate", 80_000);
            with("rates", architecture, "connections", 20_000);
            with("rates", architecture, "serverMicros", 9);
        }
        core("single-threaded", 1900, 0.99, 9);
        core(carrierName(1), 1900, 0.99, 9);
        core(carrierName(2), 3700, 1.9, 5);
        core(carrierName(4), 3650, 1.9, 12);
    }

    private void core(String variant, double rate, double busy, double p99) {
        with("cores", variant, "rate", rate);
        with("cores", variant, "processors", busy);
        with("cores", variant, "computing.p99", p99);
    }

    private void accepting() {
        with("storm", stormName("single-acceptor", 4096, 0), "first.p99", 60);
        with("storm", stormName("single-acceptor", 50, 0), "first.p99", 1050);
        with("storm", stormName("single-acceptor", 4096, ACCEPT_WORK_MICROS), "first.p99", 1060);
        with("storm", stormName("multi-acceptor", 4096, ACCEPT_WORK_MICROS), "first.p99", 560);
        with("storm", stormName("socket-sharded", 4096, ACCEPT_WORK_MICROS), "first.p99", 580);
        acceptors(acceptorsName("multi-acceptor", 1, 0), 20_000, 0.1, 1);
        acceptors(acceptorsName("multi-acceptor", 8, 0), 20_000, 400, 8);
        acceptors(acceptorsName("socket-sharded", 8, 0), 20_500, 0, 8);
        acceptors(acceptorsName("multi-acceptor", 1, ACCEPT_WORK_MICROS), 1900, 0.1, 1);
        acceptors(acceptorsName("multi-acceptor", 2, ACCEPT_WORK_MICROS), 3000, 100, 2);
        with("hash", "multi-acceptor", "acceptors.jain", 1);
        with("hash", "socket-sharded", "acceptors.jain", 0.82);
        shares("hash", "socket-sharded", "acceptors", 4, 7, 1, 6, 3, 5, 2, 4);
        shares("hash", "multi-acceptor", "acceptors", 4, 4, 4, 4, 4, 4, 4, 4);
    }

    private void acceptors(String variant, double rate, double gate, int count) {
        with("acceptors", variant, "rate", rate);
        with("acceptors", variant, "gateWaitMicros", gate);
        with("acceptors", variant, "acceptors.jain", 1);
        double[] each = new double[count];
        java.util.Arrays.fill(each, rate / count);
        shares("acceptors", variant, "acceptors", each);
    }

    private void workers() {
        worker("single-acceptor", 0.75, 0.87, 0.24);
        worker("multi-acceptor", 0.75, 0.86, 0.24);
        worker("socket-sharded", 0.6, 0.95, 0.1);
        worker("message-balanced", 0.985, 0.62, 0.5);
    }

    private void worker(String architecture, double jain, double first, double second) {
        with("zipf-few", architecture, "messages.jain", jain);
        shares("zipf-few", architecture, "connections", 8, 9);
        shares("zipf-few", architecture, "busy", first, second);
        shares("zipf-few", architecture, "messages", first * 3000, second * 3000);
    }

    private void messages() {
        lane("single-acceptor", 14, 18);
        lane("message-balanced, one lane", 9, 14);
        lane("message-balanced, lanes", 0.3, 90);
        lane("message-balanced, lanes and inline", 0.2, 90);
        with("pipelined", "single-acceptor", "batch.p50", 161);
        with("pipelined", "message-balanced", "batch.p50", 21);
        dispatcher(dispatchersName(1, 0), 75_000, 0.3, 0.1);
        dispatcher(dispatchersName(1, 100), 9500, 0.97, 0.4);
        dispatcher(dispatchersName(2, 100), 17_000, 0.9, 0.4);
    }

    private void lane(String variant, double shortP99, double longP99) {
        String name = mixName(variant, 70);
        with("mix", name, "short.p99", shortP99);
        with("mix", name, "long.p99", longP99);
        curve("mix", name, "short", shortP99);
        curve("mix", name, "long", longP99);
    }

    private void dispatcher(String variant, double rate, double utilization, double waited) {
        with("dispatcher", variant, "waited", waited);
        with("dispatcher", variant, "rate", rate);
        with("dispatcher", variant, "utilization", utilization);
    }

    private void waiting() {
        with("waiting", "single-threaded", "sleeping.rate", 99);
        with("waiting", "single-acceptor", "sleeping.rate", 6000);
        with("waiting", "single-threaded", "computing.rate", 98);
        with("waiting", "single-acceptor", "computing.rate", 195);
        with("schedulers", schedulerName("single-acceptor", "own"), "serverMicros", 7);
        with("schedulers", schedulerName("single-acceptor", "jvm"), "serverMicros", 9.5);
    }

    Fabricated with(String scenario, String variant, String figure, double value) {
        of(scenario, variant).with(figure, value);
        return this;
    }

    /** Other programs kept that many processors busy all the time. */
    Fabricated disturbed(double others) {
        figures.values().forEach(variants -> variants.values().forEach(each -> each.with(Comparison.OTHERS, others)));
        return this;
    }

    Fabricated without(String scenario) {
        figures.remove(scenario);
        return this;
    }

    Fabricated on(int count) {
        processors = count;
        return this;
    }

    private void shares(String scenario, String variant, String name, double... each) {
        of(scenario, variant)
                .shares()
                .put(name, java.util.Arrays.stream(each).boxed().toList());
    }

    private void curve(String scenario, String variant, String name, double p99) {
        Map<String, Double> curve = new LinkedHashMap<>();
        double[] parts = {0.05, 0.1, 0.3, 0.6, 0.9, 1, 1.1, 1.2, 1.3, 1.5};
        List<String> points = List.of("p50", "p75", "p90", "p95", "p98", "p99", "p99.5", "p99.8", "p99.9", "max");
        for (int i = 0; i < parts.length; i++) {
            curve.put(points.get(i), parts[i] * p99);
        }
        of(scenario, variant).curves().put(name, curve);
    }

    private Figures of(String scenario, String variant) {
        return figures.computeIfAbsent(scenario, any -> new LinkedHashMap<>())
                .computeIfAbsent(variant, any -> Figures.none());
    }

    Results results() {
        List<Sample> samples = figures.entrySet().stream()
                .flatMap(scenario -> scenario.getValue().entrySet().stream()
                        .map(variant -> new Sample(scenario.getKey(), variant.getKey(), 1, variant.getValue())))
                .toList();
        return new Results(new Machine(processors, Map.of("processors", "<fabricated> & none")), samples);
    }
}
