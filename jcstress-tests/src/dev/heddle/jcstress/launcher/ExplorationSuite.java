package dev.heddle.jcstress.launcher;

import dev.heddle.tck.Subject;
import dev.heddle.tck.explore.TckScenarios;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which scenarios are explored, and what is said about them. Where nothing can be explored, it says so, and that is no failure. */
final class ExplorationSuite {
    private static final Consumer<String> PRINT = System.out::println;

    private final Explorations explorations;
    private final Explorations.Choice choice;

    /** @param project the project's directory, if it is one of ours */
    ExplorationSuite(Path project, Explorations.Choice choice) {
        this.choice = choice;
        this.explorations = new Explorations(library(), project);
    }

    /** The directory {@code explore} beside the suite for others, wherever the class path has that; or as the build names it. */
    private static Path library() {
        String named = System.getProperty("heddle.explore.library");
        if (named != null) {
            return Path.of(named);
        }
        return Pattern.compile(File.pathSeparator, Pattern.LITERAL)
                .splitAsStream(System.getProperty("java.class.path"))
                .filter(entry -> entry.endsWith("-concurrency-tck.jar"))
                .findFirst()
                .map(jar -> Path.of(jar).resolveSibling("explore"))
                .orElse(Path.of("explore"));
    }

    @Nullable
    String obstacle() {
        return explorations.obstacle();
    }

    static boolean isExploration(String test) {
        return test.startsWith("Explore_");
    }

    /** Explores the cells, and what others wrote. Returns the exit status. */
    int cells(Pattern tests) throws IOException {
        String obstacle = obstacle();
        if (obstacle != null) {
            System.out.println("The explorations were NOT RUN: " + obstacle + ".");
            return 0;
        }
        List<String> chosen =
                Explorations.cells().stream().filter(tests.asPredicate()).toList();
        List<String> failed = new ArrayList<>();
        int passed = explore("", chosen, List.of(), failed);
        for (Contender contender : Contender.ALL) {
            List<String> scenarios = contender.scenarios(tests);
            if (!scenarios.isEmpty()) {
                passed += contender.broken()
                        ? reject(contender, scenarios, failed)
                        : explore(contender, scenarios, failed);
            }
        }
        System.out.println();
        failed.forEach(test -> System.out.println("FAILED " + test));
        System.out.printf("explored: %d passed, %d failed%n", passed, failed.size());
        return passed + failed.size() == 0 ? 3 : failed.isEmpty() ? 0 : 1;
    }

    private int explore(Contender contender, List<String> scenarios, List<String> failed) throws IOException {
        System.out.println(contender.name());
        return explore(contender.name() + " in ", scenarios, contender.arguments(), failed);
    }

    /** Passed if one of the scenarios fails, which shows that they can. */
    private int reject(Contender contender, List<String> scenarios, List<String> failed) throws IOException {
        List<String> red = new ArrayList<>();
        List<String> silent = new ArrayList<>();
        explorations
                .run(scenarios, choice, "", contender.arguments(), silent::add)
                .forEach((test, passed) -> {
                    if (!passed) {
                        red.add(test);
                    }
                });
        System.out.println(contender.name() + ", which is broken on purpose, fails in " + red);
        if (red.isEmpty()) {
            failed.add(contender.name() + " is rejected");
        }
        return red.isEmpty() ? 0 : 1;
    }

    private int explore(String subject, List<String> scenarios, List<String> arguments, List<String> failed)
            throws IOException {
        if (scenarios.isEmpty()) {
            return 0;
        }
        List<String> all = new ArrayList<>(arguments);
        all.add("-Dheddle.explore.repeat=mvn verify -Pexplore -Dexplore.filter='" + subject
                + "{test}' -Dexplore.seed={seed} -Dexplore.only={index}");
        Map<String, Boolean> verdicts = explorations.run(scenarios, choice, "", all, PRINT);
        int passed = 0;
        for (String scenario : scenarios) {
            String test = scenario.replaceAll(".*[.]", "");
            Boolean verdict = verdicts.get(test);
            if (verdict != null && verdict) {
                passed++;
            } else {
                failed.add(subject + test + (verdict == null ? " (it did not come to an end)" : ""));
            }
        }
        return passed;
    }

    /** Whether a test goes red with broken classes. */
    boolean isRejected(String test, Path classes) throws IOException {
        List<String> lines = new ArrayList<>();
        String name = Explorations.cells().stream()
                .filter(known -> known.endsWith("." + test))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no exploration " + test));
        Map<String, Boolean> verdicts =
                explorations.run(List.of(name), choice, classes.toString(), List.of(), lines::add);
        Boolean passed = verdicts.get(test);
        if (passed == null) {
            throw new IllegalStateException(test + " did not come to an end: " + lines);
        }
        System.out.printf("          %s%n", passed ? test + " stayed green" : lines.getFirst());
        return !passed;
    }

    /** Explores what the system properties, or the services on the class path, name. Returns false if it is broken. */
    boolean chosen(Pattern tests) throws IOException {
        String obstacle = obstacle();
        if (obstacle != null) {
            System.out.println("It was NOT EXPLORED: " + obstacle + ".");
            return true;
        }
        boolean keeps = true;
        String handoff = Subject.chosenHandoff();
        if (handoff != null) {
            keeps &= chosen(TckScenarios.of(Subject.handoff(handoff)), tests, "-Dheddle.tck.handoff=" + handoff);
        }
        String acceptor = Subject.chosenAcceptor();
        if (acceptor != null) {
            keeps &= chosen(TckScenarios.ofAcceptors(), tests, "-Dheddle.tck.acceptor=" + acceptor);
        }
        return keeps;
    }

    private boolean chosen(List<String> all, Pattern tests, String argument) throws IOException {
        List<String> scenarios =
                all.stream().filter(name -> tests.matcher(name).find()).toList();
        System.out.printf("Exploring it: %d scenarios of three and four threads%n", scenarios.size());
        String repeat = "-Dheddle.explore.repeat=the same command, with --tests {test} --seed {seed} --only {index}";
        Map<String, Boolean> verdicts = explorations.run(scenarios, choice, "", List.of(argument, repeat), PRINT);
        verdicts.forEach((test, passed) -> System.out.println((passed ? "keeps   " : "BREAKS  ") + test));
        long kept = verdicts.values().stream().filter(passed -> passed).count();
        System.out.printf("explored: %d passed, %d failed%n", kept, scenarios.size() - kept);
        return kept == scenarios.size();
    }
}
