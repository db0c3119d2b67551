package dev.heddle.jcstress.launcher;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import org.openjdk.jcstress.infra.runners.TestList;

/** Shows that the suite can fail: breaks the production classes one by one, and runs the tests that must then go red. */
final class Mutants {
    /** How often a test is tried on a mutant that shows now and then. */
    static final int TRIES = 6;

    /** As often as that on a busy machine, where a JVM takes few samples, as long as they are not enough. */
    private static final int TRIES_ON_BUSY_MACHINE = 30;

    private static final long ENOUGH_SAMPLES = 500_000;

    private final Bench bench;
    private final Path project;
    private final ExplorationSuite explorations;
    private int caught;
    private int survived;
    private int notVisible;

    /**
     * @param project the project's directory
     * @param explorations runs the tests that explore
     */
    Mutants(Bench bench, Path project, ExplorationSuite explorations) {
        this.bench = bench;
        this.project = project;
        this.explorations = explorations;
    }

    /**
     * Runs all whose title matches.
     *
     * @return whether each was judged as the list says
     */
    boolean run(Pattern titles) throws IOException {
        List<Mutant> mutants = Mutant.readAll(project.resolve("jcstress-tests/MUTANTS.md")).stream()
                .filter(mutant -> titles.matcher(mutant.title()).find())
                .toList();
        if (mutants.isEmpty()) {
            throw new IllegalArgumentException("No mutant matches " + titles + ".");
        }
        // First all of them, so that one that does not fit any more is known at once.
        List<Path> classes = mutants.stream().map(this::compile).toList();
        long startedAt = System.nanoTime();
        for (int i = 0; i < mutants.size(); i++) {
            judge(mutants.get(i), classes.get(i));
            long seconds = (System.nanoTime() - startedAt) / 1_000_000_000;
            long left = seconds * (mutants.size() - i - 1) / (i + 1);
            System.out.printf("    %d of %d, %d:%02d left%n", i + 1, mutants.size(), left / 60, left % 60);
        }
        bench.writeReport();
        System.out.println();
        System.out.printf(
                "%d mutants: %d caught, %d survived, %d not visible here%n",
                mutants.size(), caught, survived, notVisible);
        return survived == 0;
    }

    private void judge(Mutant mutant, Path classes) throws IOException {
        boolean all = true;
        for (String test : mutant.tests()) {
            all &= ExplorationSuite.isExploration(test) ? failsExplored(test, classes) : goesRed(mutant, test, classes);
        }
        String verdict;
        if (all && mutant.tests().stream().allMatch(this::isNotExplored)) {
            notVisible++;
            verdict = "NOT EXPLORED";
        } else if (mutant.seen() == Mutant.Seen.NOWHERE) {
            // Where it does go red, the list is too modest: that is no failure.
            notVisible++;
            verdict = all ? "CAUGHT, though the list says that it cannot be seen" : "not visible here";
        } else if (all) {
            caught++;
            verdict = "caught";
        } else {
            survived++;
            verdict = "SURVIVED";
        }
        System.out.printf("%-9s %s%n", verdict, mutant.title());
    }

    private boolean isNotExplored(String test) {
        return ExplorationSuite.isExploration(test) && explorations.obstacle() != null;
    }

    /** Where nothing can be explored, it is not judged. */
    private boolean failsExplored(String test, Path classes) throws IOException {
        return explorations.obstacle() != null || explorations.isRejected(test, classes);
    }

    /** Tries until it does: what is wrong by logic shows soon, a deferred store now and then. */
    private boolean goesRed(Mutant mutant, String test, Path classes) throws IOException {
        String name = TestList.tests().stream()
                .filter(known -> known.endsWith("." + test))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("\"" + mutant.title() + "\" names no test of ours: " + test));
        List<String> arguments = List.of("-cp", classes + File.pathSeparator + System.getProperty("java.class.path"));
        long samples = 0;
        for (int i = 0; i < TRIES || isWorthAnotherTry(mutant, i, samples); i++) {
            Compiler compiler = i % 3 == 2 ? Compiler.C2_RANDOMIZED : Compiler.C2;
            List<PlannedFork> plan = bench.plan(name, mutant.title(), compiler, arguments);
            Map<String, Verdict> verdicts = bench.run(plan, Progress.SILENT);
            for (Verdict verdict : verdicts.values()) {
                samples += verdict.samples();
                if (!verdict.passed()) {
                    System.out.printf(
                            "          %s: %s%n",
                            test, verdict.complaints().getFirst().replaceAll("  \\[.*", ""));
                    return true;
                }
            }
            if (verdicts.isEmpty()) {
                throw new IllegalStateException(test + " was not run");
            }
        }
        System.out.printf("          %s stayed green%n", test);
        return false;
    }

    private static boolean isWorthAnotherTry(Mutant mutant, int tries, long samples) {
        return mutant.seen() != Mutant.Seen.NOWHERE && tries < TRIES_ON_BUSY_MACHINE && samples < ENOUGH_SAMPLES;
    }

    /** Compiles the edited class alone, into a directory that goes before the production classes. */
    private Path compile(Mutant mutant) {
        try {
            Path source = project.resolve(mutant.file());
            String name = mutant.title().replaceAll("\\W+", "-");
            Path directory = Files.createDirectories(Path.of("mutants", name)).toAbsolutePath();
            Path edited = directory.resolve(source.getFileName());
            Files.writeString(edited, mutant.applyTo(Files.readString(source)));
            StringWriter complaints = new StringWriter();
            PrintWriter out = new PrintWriter(complaints);
            ToolProvider javac = ToolProvider.findFirst("javac")
                    .orElseThrow(() -> new IllegalStateException("the mutants need a JDK, this is but a runtime"));
            int status = javac.run(
                    out,
                    out,
                    "-proc:none",
                    "-nowarn",
                    "--release",
                    "21",
                    "-d",
                    directory.toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    edited.toString());
            if (status != 0) {
                throw new IllegalArgumentException("\"" + mutant.title() + "\" cannot be compiled: " + complaints);
            }
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
