package dev.heddle.jcstress.launcher;

import dev.heddle.jcstress.launcher.Effort.Group;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.openjdk.jcstress.infra.Status;
import org.openjdk.jcstress.infra.collectors.TestResult;
import org.openjdk.jcstress.infra.runners.TestConfig;
import org.openjdk.jcstress.infra.runners.TestList;

/** Shows that the suite can fail: breaks the production classes one by one, and runs the tests that must then go red. */
final class Mutants {
    /** How often a test is tried on a mutant that shows now and then. */
    static final int TRIES = 6;

    /** How often in a JVM that twins share, before it gets JVMs of its own. */
    private static final int RUNS_IN_SHARED_JVM = 6;

    /** How often one that this machine cannot show: were it seen all the same, the list would be too modest, which is no failure. */
    private static final int TRIES_IN_VAIN = 2;

    /** As often as that on a busy machine, where a JVM takes few samples, as long as they are not enough. */
    private static final int TRIES_ON_BUSY_MACHINE = 30;

    private static final long ENOUGH_SAMPLES = 500_000;

    private final Bench bench;
    private final Path project;
    private final ExplorationSuite explorations;
    private final SharedJvms shared = new SharedJvms(List.of("-Dheddle.jcstress.looks=5"));

    private final JavaCompiler javac = Objects.requireNonNull(
            ToolProvider.getSystemJavaCompiler(), "the mutants need a JDK, this is but a runtime");

    /** One for all, as it remembers what is in the class path. */
    private final StandardJavaFileManager files = javac.getStandardFileManager(null, null, null);

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
        List<String> gaps = new TwinTable(project).complaints();
        if (!gaps.isEmpty()) {
            throw new IllegalArgumentException("MUTANTS.md: " + String.join(System.lineSeparator(), gaps));
        }
        // First all of them, so that one that does not fit any more is known at once.
        List<Path> classes = mutants.stream().map(this::compile).toList();
        System.out.printf("%d mutants are compiled%n", classes.size());
        long startedAt = System.nanoTime();
        try (shared) {
            for (int i = 0; i < mutants.size(); i++) {
                judge(mutants.get(i), classes.get(i));
                long seconds = (System.nanoTime() - startedAt) / 1_000_000_000;
                long left = seconds * (mutants.size() - i - 1) / (i + 1);
                System.out.printf(
                        "    %d of %d in %d s, %d:%02d left%n", i + 1, mutants.size(), seconds, left / 60, left % 60);
            }
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
            System.out.printf("          %s%n", explorations.obstacle());
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

    /**
     * Tries until it does: in a JVM that many twins share, then in JVMs of its own. What is wrong by logic shows soon, a deferred store now and
     * then.
     */
    private boolean goesRed(Mutant mutant, String test, Path classes) throws IOException {
        String name = TestList.tests().stream()
                .filter(known -> known.endsWith("." + test))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("\"" + mutant.title() + "\" names no test of ours: " + test));
        if (Group.of(name).isInMemory() && mutant.seen() != Mutant.Seen.NOWHERE) {
            Optional<String> complaint = complaintInSharedJvm(name, classes);
            if (complaint.isPresent()) {
                System.out.printf("          %s: %s%n", test, complaint.get());
                return true;
            }
        }
        return goesRedInItsOwnJvm(mutant, test, name, classes);
    }

    /** Empty if it passes, or gives no result. */
    private Optional<String> complaintInSharedJvm(String test, Path classes) throws IOException {
        TestConfig config = bench.twinConfig(test);
        Verdict verdict = new Verdict(test, test);
        for (TestResult result : shared.run(new SharedRequest(config, Optional.of(classes), RUNS_IN_SHARED_JVM))) {
            if (result.status() == Status.VM_ERROR) {
                return Optional.empty();
            }
            result.setConfig(config);
            verdict.expectOne();
            verdict.add(new PlannedRun("", test, List.of(), null, config), result);
        }
        return verdict.complaints().stream().findFirst().map(String::strip);
    }

    private boolean goesRedInItsOwnJvm(Mutant mutant, String test, String name, Path classes) throws IOException {
        List<String> arguments = List.of("-cp", classes + File.pathSeparator + System.getProperty("java.class.path"));
        long samples = 0;
        for (int i = 0; i < tries(mutant) || isWorthAnotherTry(mutant, i, samples); i++) {
            Compiler compiler = i % 3 == 2 ? Compiler.C2_RANDOMIZED : Compiler.C2;
            List<PlannedRun> plan = bench.plan(name, mutant.title(), compiler, arguments);
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

    private static int tries(Mutant mutant) {
        return mutant.seen() == Mutant.Seen.NOWHERE ? TRIES_IN_VAIN : TRIES;
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
            // For this JVM's release, or each compilation would read the JDK's signatures of another one.
            List<String> options = List.of("-proc:none", "-nowarn", "-d", directory.toString());
            if (!javac.getTask(complaints, files, null, options, null, files.getJavaFileObjects(edited))
                    .call()) {
                throw new IllegalArgumentException("\"" + mutant.title() + "\" cannot be compiled: " + complaints);
            }
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
