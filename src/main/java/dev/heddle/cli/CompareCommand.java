package dev.heddle.cli;

import dev.heddle.lab.OutputFile;
import dev.heddle.lab.compare.Comparison;
import dev.heddle.lab.compare.OwnApplication;
import dev.heddle.lab.compare.Results;
import dev.heddle.lab.compare.Scenario;
import dev.heddle.lab.compare.Scenarios;
import dev.heddle.lab.compare.Timing;
import dev.heddle.lab.load.RequestKind;
import dev.heddle.lab.report.Page;
import dev.heddle.lab.report.Recommendation;
import dev.heddle.lab.report.Simulation;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code heddle compare}: every architecture under the same load, and a report. */
@Command(
        addMethodSubcommands = false, // there are none, and the search takes a tenth of the start
        name = "compare",
        description = "Runs every architecture under the same load, each in a JVM of its own, and writes a report.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpWidth = 110,
        versionProvider = Version.class,
        footer = {"", "Ctrl-C ends it early; the report has what was measured until then."})
final class CompareCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--quick", description = "A first look in under three minutes.")
    private boolean quick;

    @Option(names = "--scenario", paramLabel = "NAME", description = "Only this one; may be repeated.")
    private List<String> scenarios = new ArrayList<>();

    @Option(names = "--list", description = "Lists the scenarios and measures nothing.")
    private boolean list;

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description = "Where the report goes, a page of HTML (default: heddle-compare.html).")
    private Path report = Path.of("heddle-compare.html");

    @Option(names = "--json", paramLabel = "FILE", description = "Also writes the figures alone.")
    private @Nullable Path json;

    @Option(
            names = "--simulation",
            paramLabel = "FILE",
            description = "What 'heddle simulate --json FILE' has written: shown beside what is measured.")
    private @Nullable Path simulation;

    @Option(
            names = "--app",
            paramLabel = "JAR",
            description =
                    "Compares with the dev.heddle.http.Handler of that jar, and recommends an architecture for it.")
    private @Nullable Path app;

    @Option(
            names = "--handler",
            paramLabel = "CLASS",
            description = "The handler's class in it (default: the one that it provides as a service).")
    private @Nullable String handler;

    @Option(
            names = "--request",
            paramLabel = "'WEIGHT PATH'",
            description = "With --app: a kind of request, measured apart; may be repeated (default: '1 /').")
    private List<String> requests = new ArrayList<>();

    @Override
    public Integer call() throws CommandFailure, IOException {
        PrintWriter out = spec.commandLine().getOut();
        requireFit();
        Simulation simulated = simulated();
        List<Scenario> chosen = chosen();
        if (list) {
            chosen.forEach(scenario -> out.printf("%-12s %s%n", scenario.name(), scenario.title()));
            return 0;
        }
        requireWritableFiles();
        Timing timing = quick ? Timing.QUICK : Timing.WHOLE;
        ProgressBar bar = new ProgressBar(spec.commandLine().getErr());
        Comparison comparison = new Comparison(chosen, timing, application(), bar);
        out.printf(
                Locale.ROOT, "%d scenarios, about %.1f minutes%n", chosen.size(), comparison.estimatedSeconds() / 60);
        out.flush();
        Thread main = Thread.currentThread();
        Signals.handle(main::interrupt, "TERM", "INT");
        Comparison.Outcome outcome = comparison.run();
        // An impatient second Ctrl-C must not interrupt the writing of the report.
        Signals.handle(() -> {});
        Thread.interrupted();
        bar.end();
        write(outcome, chosen, timing, simulated);
        tell(outcome.results(), out);
        return outcome.complete() ? 0 : 1;
    }

    private void requireWritableFiles() throws IOException {
        OutputFile.requireWritable(report);
        if (json != null) {
            OutputFile.requireWritable(json);
        }
    }

    private void requireFit() {
        if (app == null && (handler != null || !requests.isEmpty())) {
            throw wrong((handler != null ? "--handler" : "--request") + " needs --app");
        }
        if (app != null && !scenarios.isEmpty()) {
            throw wrong("--scenario is about the demo application, not that of --app");
        }
    }

    private void write(Comparison.Outcome outcome, List<Scenario> chosen, Timing timing, Simulation simulated)
            throws IOException {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put(
                "measured",
                ZonedDateTime.now(ZoneId.systemDefault())
                        .truncatedTo(ChronoUnit.MINUTES)
                        .toString());
        settings.put(
                "settings",
                timing.rounds() + (timing.rounds() == 1 ? " round" : " rounds") + " of "
                        + timing.window().toMillis()
                        + " ms after " + timing.warmUp().toMillis() + " ms, the first after "
                        + timing.first().toMillis() + " ms, each server in a JVM of its own"
                        + (outcome.complete() ? "" : "; not everything was measured"));
        Files.writeString(report, Page.of(outcome.results(), chosen, simulated, settings));
        if (json != null) {
            Files.writeString(json, outcome.results().json() + "\n");
        }
    }

    private void tell(Results results, PrintWriter out) {
        if (app == null) {
            Page.verdicts(results).forEach(out::println);
        } else {
            out.println(Recommendation.of(results)
                    .map(chosen -> "recommended: " + chosen.architecture() + ". " + chosen.reason())
                    .orElse("too little was measured to recommend an architecture"));
        }
        out.println("report: " + report.toAbsolutePath().toUri());
        out.flush();
    }

    private Simulation simulated() throws CommandFailure {
        try {
            return simulation == null ? Simulation.NONE : Simulation.parse(Files.readString(simulation));
        } catch (IOException | IllegalArgumentException e) {
            throw new CommandFailure("cannot read a simulation from '" + simulation + "': " + e.getMessage());
        }
    }

    /** The flags of {@code heddle demo} that name the application. */
    private List<String> application() {
        if (app == null) {
            return List.of();
        }
        List<String> flags = new ArrayList<>(List.of("--app", app.toString()));
        if (handler != null) {
            flags.addAll(List.of("--handler", handler));
        }
        return flags;
    }

    private List<Scenario> chosen() throws CommandFailure {
        if (app != null) {
            HandlerJar.load(app, handler); // What is wrong with it is told once, and not by each server.
            List<RequestKind> kinds = requests.isEmpty()
                    ? List.of(RequestKind.only("/"))
                    : requests.stream().map(this::kind).toList();
            return OwnApplication.scenarios(kinds);
        }
        List<Scenario> all = Scenarios.all(Runtime.getRuntime().availableProcessors(), quick);
        for (String name : scenarios) {
            if (all.stream().noneMatch(scenario -> scenario.name().equals(name))) {
                throw wrong("unknown scenario '" + name + "'; known: "
                        + all.stream().map(Scenario::name).collect(Collectors.joining(", ")));
            }
        }
        return scenarios.isEmpty()
                ? all
                : all.stream()
                        .filter(scenario -> scenarios.contains(scenario.name()))
                        .toList();
    }

    private RequestKind kind(String text) {
        try {
            return WeightedRequest.of(text);
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
