package dev.heddle.bench;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Runs the JMH benchmarks with JMH's own command line, counts what they allocate, and ends with a Markdown table. */
public final class Microbenchmarks {
    private static final String ALLOCATED = "gc.alloc.rate.norm";

    private Microbenchmarks() {}

    /** Takes the arguments of {@code org.openjdk.jmh.Main}. */
    public static void main(String[] arguments) throws CommandLineOptionException, RunnerException {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .parent(new CommandLineOptions(arguments))
                        .addProfiler(GCProfiler.class)
                        .build())
                .run();
        System.out.println("\n| benchmark | ns/op | ± | B/op |\n|---|--:|--:|--:|");
        Map<String, String> rows = new TreeMap<>();
        results.forEach(result -> rows.put(name(result.getParams()), row(result)));
        rows.values().forEach(System.out::println);
    }

    private static String row(RunResult result) {
        Result<?> time = result.getPrimaryResult();
        Result<?> allocated = result.getSecondaryResults().get(ALLOCATED);
        return "| %s | %s | %s | %s |"
                .formatted(
                        name(result.getParams()),
                        number(1, time.getScore()),
                        number(1, time.getScoreError()),
                        allocated == null ? "" : number(0, allocated.getScore()));
    }

    private static String name(BenchmarkParams params) {
        String name = params.getBenchmark().replaceFirst("^dev\\.heddle\\.", "").replace("Benchmark.", ".");
        return params.getParamsKeys().stream()
                .map(params::getParam)
                .collect(Collectors.joining(", ", name + " ", ""))
                .strip();
    }

    private static String number(int decimals, double value) {
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }
}
