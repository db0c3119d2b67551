package dev.heddle.explore;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import kotlin.Unit;
import org.jspecify.annotations.Nullable;
import org.pastalab.fray.core.TestRunner;
import org.pastalab.fray.core.command.Configuration;
import org.pastalab.fray.core.command.ExecutionInfo;
import org.pastalab.fray.core.command.LambdaExecutor;
import org.pastalab.fray.core.command.NetworkDelegateType;
import org.pastalab.fray.core.command.SystemTimeDelegateType;
import org.pastalab.fray.core.scheduler.Scheduler;

/** Runs a scenario under many schedules, one thread at a time: the same ones each time, from a seed. */
final class Exploration {
    /** A schedule of more steps than these has got nowhere: its threads wait for each other by turning in circles. */
    private static final int MOST_STEPS = 100_000;

    private final Supplier<Scenario> scenario;
    private final long seed;
    private final Path directory;
    private boolean warm;

    /**
     * @param scenario makes it, for each schedule anew
     * @param seed of the schedules
     * @param directory where Fray writes what it has to say
     */
    Exploration(Supplier<Scenario> scenario, long seed, Path directory) {
        this.scenario = scenario;
        this.seed = seed;
        this.directory = directory;
    }

    /**
     * A schedule under which a scenario failed.
     *
     * @param index its number, from 0
     * @param failure what was thrown
     */
    record Failure(int index, Throwable failure) {}

    /** Runs the first schedules, until one fails. Returns null if none does. */
    @Nullable
    Failure run(int schedules) {
        return run(0, schedules, null);
    }

    /** Runs one schedule alone. Returns null if it passes. */
    @Nullable
    Failure replay(int index, Interleaving interleaving) {
        return run(index, 1, interleaving);
    }

    private @Nullable Failure run(int first, int count, @Nullable Interleaving interleaving) {
        Configuration configuration = configuration(new SeededScheduler(seed, first, interleaving));
        if (interleaving != null) {
            configuration.getTestStatusObservers().add(interleaving);
        }
        TestRunner runner = new TestRunner(configuration);
        if (!warm) {
            // What is loaded and linked for the first time makes steps of its own: a schedule must not depend on those
            // before it.
            warm = true;
            runner.run();
        }
        for (int index = first; index < first + count; index++) {
            configuration.setScheduler(new SeededScheduler(seed, index, interleaving));
            Throwable failure = runner.run();
            if (failure != null) {
                return new Failure(index, failure);
            }
        }
        return null;
    }

    /**
     * For one schedule after the other, each as if it were the replay of a recording: Fray then ends after one, and keeps no recording
     * of its own, which takes time.
     */
    private Configuration configuration(Scheduler scheduler) {
        boolean replay = true;
        return new Configuration(
                new ExecutionInfo(new LambdaExecutor(() -> play(scenario)), false, false, MOST_STEPS),
                directory,
                1,
                Integer.MAX_VALUE,
                scheduler,
                scheduler::getRand,
                false,
                false,
                true,
                replay,
                false,
                false,
                NetworkDelegateType.PROACTIVE,
                SystemTimeDelegateType.NONE,
                100_000L,
                true,
                true,
                true,
                false,
                false,
                false,
                null);
    }

    private static Unit play(Supplier<Scenario> scenario) {
        Thread.currentThread().setName("(scenario)");
        try {
            scenario.get().run();
        } catch (InterruptedException e) {
            throw new AssertionError("was interrupted", e);
        }
        return Unit.INSTANCE;
    }

    /** What went wrong, in one line. */
    static String told(Throwable failure) {
        String kind = failure.getClass().getSimpleName();
        return switch (kind) {
            case "DeadlockException" -> "all threads that are left wait, and none can end a wait";
            case "LivenessException" -> "the threads go on forever: more than " + MOST_STEPS + " steps";
            case "AssertionError" -> String.valueOf(failure.getMessage());
            default -> failure.toString();
        };
    }

    /** The source directories named by a path list. */
    static List<Path> sources(String list) {
        return Pattern.compile(File.pathSeparator, Pattern.LITERAL)
                .splitAsStream(list)
                .map(Path::of)
                .toList();
    }
}
