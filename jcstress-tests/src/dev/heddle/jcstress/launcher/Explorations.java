package dev.heddle.jcstress.launcher;

import dev.heddle.explore.Scenario;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Explores scenarios, each under many chosen schedules, in a JVM that is instrumented for it. */
final class Explorations {
    /** What is printed when a scenario has ended. */
    private static final Pattern VERDICT = Pattern.compile("(ok|FAILED) +(\\w+)[: ].*");

    /** How Fray ends the threads of a schedule that has failed. */
    private static final Pattern NOISE = Pattern.compile("|Exception: org\\.pastalab\\.fray.*");

    /** A JVM that has not come to a verdict for so long is ended: Fray may hang where it fails itself. On a busy machine all takes longer. */
    private static final long SILENCE_SECONDS = 240;

    private static final String CELLS = "dev/heddle/explore/cells";

    private final Path library;
    private final ExploringJdk jdk;
    private final Path sources;

    /**
     * @param library what Fray is made of; the instrumented JDK is kept there, too
     * @param sources the project's directory, to quote from its sources
     */
    Explorations(Path library, Path sources) {
        this.library = library;
        this.jdk = new ExploringJdk(library, library.resolve("jdk"));
        this.sources = sources;
    }

    /**
     * How the schedules are chosen.
     *
     * @param schedules how many of each scenario
     * @param seed other schedules for another one
     * @param only the only one, by its number; null for all
     */
    record Choice(int schedules, long seed, @Nullable Integer only) {
        String word() {
            return only == null ? String.valueOf(schedules) : "=" + only;
        }
    }

    /** Why nothing can be explored here; null if it can. */
    @Nullable
    String obstacle() {
        return jdk.obstacle();
    }

    /** The names of the classes of all scenarios on the cells. */
    static List<String> cells() throws IOException {
        try {
            Path classes = Path.of(Scenario.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            try (Stream<Path> files = Files.list(classes.resolve(CELLS))) {
                return files.map(file -> file.getFileName().toString())
                        .filter(file -> file.matches("Explore_\\w+\\.class"))
                        .map(file -> CELLS.replace('/', '.') + "." + file.replace(".class", ""))
                        .sorted()
                        .toList();
            }
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }

    /**
     * Runs scenarios.
     *
     * @param first what comes first on the class path, such as a broken class; empty if there is nothing
     * @param arguments further ones for the JVM
     * @param lines takes what it prints
     * @return by simple name, whether each has passed; one that is not there was not finished
     */
    Map<String, Boolean> run(
            List<String> scenarios, Choice choice, String first, List<String> arguments, Consumer<String> lines)
            throws IOException {
        String own = System.getProperty("java.class.path");
        List<String> command = new ArrayList<>(jdk.command(first.isEmpty() ? own : first + File.pathSeparator + own));
        command.addAll(1, arguments);
        command.add(1, "-Dheddle.explore.directory=" + library.resolve("fray").toAbsolutePath());
        command.addAll(List.of(
                "dev.heddle.explore.Explorer",
                choice.word(),
                String.valueOf(choice.seed),
                sources.resolve("src/main/java")
                        + File.pathSeparator
                        + sources.resolve("jcstress-tests/src")
                        + File.pathSeparator
                        + sources));
        command.addAll(scenarios);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        Map<String, Boolean> verdicts = new LinkedHashMap<>();
        try (ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
                BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            ScheduledFuture<?> end = endLater(process, clock);
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (!NOISE.matcher(line).matches()) {
                    lines.accept(line);
                }
                Matcher verdict = VERDICT.matcher(line);
                if (verdict.matches()) {
                    verdicts.put(verdict.group(2), verdict.group(1).equals("ok"));
                    end.cancel(false);
                    end = endLater(process, clock);
                }
            }
            end.cancel(false);
            clock.shutdownNow();
        } finally {
            process.destroyForcibly();
        }
        return verdicts;
    }

    private static ScheduledFuture<?> endLater(Process process, ScheduledExecutorService clock) {
        return clock.schedule(process::destroyForcibly, SILENCE_SECONDS, TimeUnit.SECONDS);
    }
}
