package dev.heddle.jcstress.launcher;

import dev.heddle.jcstress.launcher.Effort.Group;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.openjdk.jcstress.infra.runners.TestList;

/**
 * Runs the concurrency suite. Whatever keeps a test from being seen to pass is a failure: an outcome that is forbidden or that the
 * test does not know, an exception, a hang, a test that was left out, and a selection that is empty.
 *
 * <pre>
 *   suite    the cells, the kernel, virtual threads       --tests REGEX  --preset short|quick|nightly|off
 *   tck      the suite for others, on what is named by    -Dheddle.tck.handoff=CLASS  -Dheddle.tck.acceptor=CLASS
 *   mutants  the broken twins, which must be caught       --tests REGEX (of their titles)  --basedir PROJECT
 *   explore  chosen schedules of two to four threads      --tests REGEX  --schedules N  --seed N  --only N  --basedir PROJECT
 * </pre>
 *
 * Exit status: 0 all passed, 1 some failed, 2 wrong usage, 3 something did not run at all.
 */
public final class StressMain {
    private static final int PASSED = 0;
    private static final int FAILED = 1;
    private static final int USAGE = 2;
    private static final int NOT_RUN = 3;

    private StressMain() {}

    /** See the class. */
    public static void main(String[] words) throws Exception {
        try {
            System.exit(run(words));
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(USAGE);
        }
    }

    private static int run(String... words) throws Exception {
        if (words.length == 0) {
            throw new IllegalArgumentException("one of suite, mutants, tck, explore was expected");
        }
        Map<String, String> options = Words.pairs(Arrays.copyOfRange(words, 1, words.length));
        if (words[0].equals("explore")) {
            return explore(options);
        }
        String preset = options.getOrDefault("--preset", "quick");
        if (preset.equals("off")) {
            System.out.println("The concurrency suite was SKIPPED, as it was asked to be.");
            return PASSED;
        }
        Effort effort = Effort.named(preset);
        Pattern tests = Pattern.compile(options.getOrDefault("--tests", ".*"));
        return switch (words[0]) {
            case "suite" -> suite(effort, tests);
            case "tck" -> tck(effort, options);
            case "mutants" -> mutants(tests, options);
            default ->
                throw new IllegalArgumentException("one of suite, mutants, tck, explore was expected, not " + words[0]);
        };
    }

    private static int suite(Effort effort, Pattern tests) throws Exception {
        List<String> chosen = TestList.tests().stream()
                .filter(test -> !test.startsWith(Group.TCK.prefix))
                .filter(tests.asPredicate())
                .sorted()
                .toList();
        Bench bench = Bench.probe(effort);
        List<PlannedRun> plan = new ArrayList<>();
        List<String> leftOut = new ArrayList<>();
        for (String test : chosen) {
            List<PlannedRun> runs = bench.plan(test, "", List.of());
            plan.addAll(runs);
            if (runs.isEmpty()) {
                leftOut.add(test);
            }
        }
        Candidates candidates = new Candidates(bench, effort.compilers(Group.TCK));
        plan.addAll(candidates.planGood(effort).stream()
                .filter(run -> tests.asPredicate().test(run.title()))
                .toList());
        List<String> broken =
                Candidates.BROKEN.stream().filter(tests.asPredicate()).sorted().toList();
        if (plan.isEmpty() && broken.isEmpty() && leftOut.isEmpty()) {
            System.out.println("No test matches " + tests + ".");
            return NOT_RUN;
        }
        System.out.printf("%d runs, one after another%n", plan.size());
        List<Verdict> verdicts =
                new ArrayList<>(bench.run(plan, new Progress(plan.size())).values());
        for (String name : broken) {
            verdicts.add(rejected(bench, name, candidates));
        }
        bench.writeReport();
        return close(verdicts, leftOut);
    }

    /** Passed if a candidate that is broken on purpose is rejected: shows that the suite for others can fail. */
    private static Verdict rejected(Bench bench, String name, Candidates candidates) throws IOException {
        Verdict verdict = new Verdict(
                name + " is rejected", candidates.planBroken(name).getFirst().test());
        verdict.passUnless();
        List<Verdict> red = List.of();
        // On a busy machine a JVM takes few samples, of which none may show it.
        for (int i = 0; i < Mutants.TRIES && red.isEmpty(); i++) {
            red = bench.run(candidates.planBroken(name), Progress.SILENT).values().stream()
                    .filter(each -> !each.passed())
                    .toList();
        }
        if (red.isEmpty()) {
            verdict.complain("It is broken, and every test passed.");
        }
        System.out.printf(
                "            %-6s  %s: it does not keep %s%n",
                red.isEmpty() ? "FAILED" : "ok",
                verdict.title,
                red.stream().map(each -> "\"" + each.description() + "\"").toList());
        return verdict;
    }

    private static int explore(Map<String, String> options) throws IOException {
        if (options.getOrDefault("--schedules", "").equals("off")) {
            System.out.println("The explorations were SKIPPED, as it was asked to be.");
            return PASSED;
        }
        Pattern tests = Pattern.compile(options.getOrDefault("--tests", ".*"));
        return explorationSuite(options).cells(tests);
    }

    private static ExplorationSuite explorationSuite(Map<String, String> options) {
        String only = options.getOrDefault("--only", "all");
        return new ExplorationSuite(
                Path.of(options.getOrDefault("--basedir", ".")),
                new Explorations.Choice(
                        Integer.parseInt(options.getOrDefault("--schedules", "1000")),
                        Long.parseLong(options.getOrDefault("--seed", "1")),
                        only.equals("all") ? null : Integer.valueOf(only)));
    }

    private static int tck(Effort effort, Map<String, String> options) throws Exception {
        Pattern tests = Pattern.compile(options.getOrDefault("--tests", ".*"));
        if (options.containsKey("--only")) {
            return explorationSuite(options).chosen(tests) ? PASSED : FAILED;
        }
        Bench bench = Bench.probe(effort);
        List<PlannedRun> plan =
                new Candidates(bench, List.of(Compiler.C1, Compiler.C2, Compiler.C2_RANDOMIZED)).planChosen();
        if (plan.isEmpty()) {
            System.out.println("Nothing to test: name a class with -Dheddle.tck.handoff or -Dheddle.tck.acceptor.");
            return NOT_RUN;
        }
        Collection<Verdict> verdicts =
                bench.run(plan, new Progress(plan.size())).values();
        bench.writeReport();
        System.out.println();
        verdicts.forEach(
                verdict -> System.out.println((verdict.passed() ? "keeps   " : "BREAKS  ") + verdict.description()));
        int sampled = close(verdicts, List.of());
        System.out.println();
        boolean explored = explorationSuite(options).chosen(tests);
        return Math.max(sampled, explored ? PASSED : FAILED);
    }

    private static int mutants(Pattern titles, Map<String, String> options) throws Exception {
        Path project = Path.of(options.getOrDefault("--basedir", "."));
        return new Mutants(Bench.probe(Effort.QUICK), project, explorationSuite(options)).run(titles) ? PASSED : FAILED;
    }

    private static int close(Collection<Verdict> verdicts, List<String> leftOut) {
        List<Verdict> failed =
                verdicts.stream().filter(verdict -> !verdict.passed()).toList();
        System.out.println();
        failed.forEach(verdict -> System.out.println("FAILED " + verdict.title + ": " + verdict.description()));
        leftOut.forEach(test -> System.out.println("NOT RUN " + test + ": this machine has too few processors for it"));
        System.out.println(
                "The report of all samples: " + Path.of("report", "index.html").toAbsolutePath());
        System.out.printf("%d passed, %d failed%n", verdicts.size() - failed.size(), failed.size() + leftOut.size());
        return !leftOut.isEmpty() ? NOT_RUN : failed.isEmpty() ? PASSED : FAILED;
    }
}
