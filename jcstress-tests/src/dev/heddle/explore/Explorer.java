package dev.heddle.explore;

import dev.heddle.explore.Exploration.Failure;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Explores scenarios in this JVM, which has to be one that Fray has instrumented: {@code launcher.Explorations} starts it.
 *
 * <pre>
 *   SCHEDULES SEED SOURCES CLASS…        each scenario under so many schedules
 *   =INDEX SEED SOURCES CLASS            one schedule alone
 * </pre>
 *
 * For each scenario it prints a line that begins with {@code ok} or {@code FAILED}. Exit status: 0 all passed, 1 some failed.
 */
public final class Explorer {
    private Explorer() {}

    /** See the class. */
    public static void main(String[] words) {
        PrintStream out = System.out;
        // Fray talks a lot.
        System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        String schedules = words[0];
        long seed = Long.parseLong(words[1]);
        boolean passed = true;
        for (int i = 3; i < words.length; i++) {
            passed &= explore(words[i], schedules, seed, words[2], out);
        }
        out.flush();
        // Threads of a scenario that failed may still be there.
        Runtime.getRuntime().halt(passed ? 0 : 1);
    }

    private static boolean explore(String name, String schedules, long seed, String sources, PrintStream out) {
        Supplier<Scenario> scenario = maker(name);
        Exploration exploration =
                new Exploration(scenario, seed, Path.of(System.getProperty("heddle.explore.directory", "fray")));
        String title = name.replaceAll(".*[.]", "");
        long startedAt = System.nanoTime();
        Failure failure;
        int count;
        if (schedules.startsWith("=")) {
            count = 1;
            int index = Integer.parseInt(schedules.substring(1));
            failure = exploration.replay(index, new Interleaving(Exploration.sources(sources)));
        } else {
            count = Integer.parseInt(schedules);
            failure = exploration.run(count);
        }
        double seconds = (System.nanoTime() - startedAt) / 1e9;
        if (failure == null) {
            out.printf("ok      %s: %d schedules, %.1f s%n", title, count, seconds);
            return true;
        }
        out.printf("FAILED  %s: schedule %d of seed %d, %.1f s%n", title, failure.index(), seed, seconds);
        out.println("  promised: " + scenario.get().promise());
        out.println("  happened: " + Exploration.told(failure.failure()));
        Interleaving interleaving = new Interleaving(Exploration.sources(sources));
        if (exploration.replay(failure.index(), interleaving) == null) {
            out.println("  The same schedule passed when it was repeated: the scenario has something random in it.");
            return false;
        }
        out.println("  Who did what, in this order:");
        interleaving.told().forEach(out::println);
        interleaving.stuck().forEach(out::println);
        out.println("  Repeat this schedule alone: "
                + System.getProperty("heddle.explore.repeat", "")
                        .replace("{test}", title)
                        .replace("{seed}", String.valueOf(seed))
                        .replace("{index}", String.valueOf(failure.index())));
        return false;
    }

    private static Supplier<Scenario> maker(String name) {
        try {
            var constructor = new PointsOfSwitch(Explorer.class.getClassLoader())
                    .loadClass(name)
                    .asSubclass(Scenario.class)
                    .getConstructor();
            return () -> {
                try {
                    return Objects.requireNonNull(constructor.newInstance());
                } catch (ReflectiveOperationException e) {
                    throw new IllegalStateException(name + " cannot be made", e);
                }
            };
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(name + " is not a scenario", e);
        }
    }
}
