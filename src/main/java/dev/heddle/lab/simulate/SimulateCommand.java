package dev.heddle.lab.simulate;

import dev.heddle.lab.Json;
import dev.heddle.lab.OutputFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code heddle simulate}: what the architectures would do on more cores than this machine has. On the main thread. */
@Command(
        addMethodSubcommands = false, // there are none, and the search takes a tenth of the start
        name = "simulate",
        description = "Simulates the architectures on 1 to 128 cores, with costs measured on a real machine.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpWidth = 110)
public final class SimulateCommand implements Callable<Integer> {
    private static final int MOST_CORES = 1024;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--calibrate",
            description = "Measure this machine's costs first, which takes about a quarter of an hour.")
    private boolean calibrate;

    @Option(
            names = "--costs",
            paramLabel = "FILE",
            description = "The costs: read from this file, or with --calibrate written to it (default: those of the"
                    + " machine that they name).")
    private @Nullable Path costs;

    @Option(
            names = "--cores",
            paramLabel = "N,N…",
            split = ",",
            description = "The numbers of cores (default: ${DEFAULT-VALUE}).",
            defaultValue = "1,2,4,8,16,32,64,128")
    private List<Integer> cores = List.of();

    @Option(
            names = "--experiment",
            paramLabel = "NAME",
            description = "Only this one: keep-alive, large-heads, new-connections, mix or zipf.")
    private @Nullable String only;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Of all that is drawn; the same seed gives the same figures (default: ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(names = "--json", paramLabel = "FILE", description = "Also write everything to this file.")
    private @Nullable Path json;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            description = "With --calibrate: how long each load lasts (default: ${DEFAULT-VALUE}).")
    private double seconds = 2;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "With --calibrate: how often each load is repeated (default: ${DEFAULT-VALUE}).")
    private int rounds = 3;

    /** The command line looks at it after a failure. */
    @SuppressWarnings("UnusedVariable")
    @Option(names = "--verbose", description = "Print the stack trace of a failure.")
    private boolean verbose;

    /** For the command line. */
    public SimulateCommand() {}

    @Override
    public Integer call() throws IOException {
        requireSensible();
        requireWritableFiles();
        PrintWriter out = spec.commandLine().getOut();
        CostsFile file = costs();
        List<Experiment> experiments = experiments(file.nanos());
        out.println("costs of: " + file.machine() + ", Java " + file.java());
        out.println("  in ns: " + Json.write(file.nanos()));
        out.println();
        List<Agreement> agreements = file.measured().stream()
                .map(measured -> Agreement.of(measured, file.nanos(), seed))
                .toList();
        out.print(AgreementTable.of(agreements));
        List<Sweep> sweeps = new ArrayList<>();
        for (Experiment experiment : experiments) {
            Sweep sweep = Sweep.of(experiment, cores, seed);
            sweeps.add(sweep);
            out.println();
            out.print(SweepTable.of(sweep));
            out.flush();
        }
        out.println();
        out.println(SweepTable.LEGEND);
        out.flush();
        if (json != null) {
            Files.writeString(json, Json.writeLines(SimulationFile.of(seed, file, agreements, sweeps)));
        }
        return 0;
    }

    private void requireSensible() {
        if (cores.stream().anyMatch(each -> each < 1 || each > MOST_CORES)) {
            throw wrong("--cores " + cores + ": each must be from 1 to " + MOST_CORES);
        }
        if (!(seconds >= 0.1 && seconds <= 600)) {
            throw wrong("--seconds " + seconds + ": must be from 0.1 to 600");
        }
        if (rounds < 1 || rounds > 100) {
            throw wrong("--rounds " + rounds + ": must be from 1 to 100");
        }
        if (only != null) {
            experiments(CostsFile.standard().nanos()); // Their names do not depend on the costs.
        }
    }

    private void requireWritableFiles() throws IOException {
        if (json != null) {
            OutputFile.requireWritable(json);
        }
        if (calibrate && costs != null) {
            OutputFile.requireWritable(costs);
        }
    }

    private CostsFile costs() throws IOException {
        if (calibrate) {
            PrintWriter err = spec.commandLine().getErr();
            CostsFile measured = new Calibration(seconds, rounds, step -> {
                        err.println("measuring: " + step);
                        err.flush();
                    })
                    .measure();
            if (costs != null) {
                Files.writeString(costs, Json.writeLines(measured));
            }
            return measured;
        }
        return costs == null ? CostsFile.standard() : CostsFile.read(costs);
    }

    private List<Experiment> experiments(Costs measured) {
        List<Experiment> all = Experiment.all(measured);
        String name = only;
        if (name == null) {
            return all;
        }
        List<Experiment> chosen =
                all.stream().filter(each -> each.name().equals(name)).toList();
        if (chosen.isEmpty()) {
            throw wrong(String.format(
                    Locale.ROOT,
                    "unknown experiment '%s'; known: %s",
                    name,
                    String.join(", ", all.stream().map(Experiment::name).toList())));
        }
        return chosen;
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
