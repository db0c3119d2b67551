package dev.heddle.explore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.pastalab.fray.core.ThreadContext;
import org.pastalab.fray.rmi.TestStatusObserver;
import org.pastalab.fray.rmi.ThreadState;

/** What happened in a schedule, for a person: who did what, in which order, by the lines of the source. */
final class Interleaving implements TestStatusObserver {
    /** More than these are not read. */
    private static final int MOST_LINES = 150;

    private static final Predicate<String> MACHINERY = java.util.regex.Pattern.compile(
                    "^(java|jdk|sun|kotlin|org\\.pastalab)\\.")
            .asPredicate();

    private final List<Path> sources;
    private final Map<String, List<String>> lines = new HashMap<>();
    private final List<Step> steps = new ArrayList<>();
    private final List<Step> stuck = new ArrayList<>();
    private Collection<ThreadContext> all = List.of();

    /** From then on the threads only end. */
    private boolean failed;

    /** What a thread is about to do. */
    private record Step(String thread, @Nullable StackTraceElement line, String caller) {}

    /** @param sources the directories in which there may be sources, to quote from them */
    Interleaving(List<Path> sources) {
        this.sources = sources;
    }

    /** A thread has been chosen to go on. */
    void step(ThreadContext next, Collection<ThreadContext> threads) {
        all = threads;
        if (!failed) {
            steps.add(describe(next.getThread()));
        }
    }

    @Override
    public void onReportError(Throwable failure) {
        if (failed) {
            return;
        }
        failed = true;
        for (ThreadContext context : all) {
            if (context.getState() == ThreadState.Blocked) {
                stuck.add(describe(context.getThread()));
            }
        }
    }

    @Override
    public void onExecutionStart() {
        steps.clear();
        stuck.clear();
        failed = false;
    }

    @Override
    public void onExecutionDone(@Nullable Throwable failure) {}

    @Override
    public void saveToReportFolder(Path directory) {}

    private static Step describe(Thread thread) {
        List<StackTraceElement> own = ownFrames(thread);
        if (own.isEmpty()) {
            return new Step(thread.getName(), null, "");
        }
        String caller = own.size() > 1 ? " < " + name(own.get(1)) : "";
        return new Step(thread.getName(), own.getFirst(), caller);
    }

    /** The frames of a thread between the JDK, which it has called, and what started it. */
    private static List<StackTraceElement> ownFrames(Thread thread) {
        return Stream.of(thread.getStackTrace())
                .filter(frame -> !MACHINERY.test(frame.getClassName()))
                .filter(frame -> !frame.getClassName().startsWith("dev.heddle.explore.E")
                        && !frame.getClassName().startsWith("dev.heddle.explore.S")
                        && !frame.getClassName().startsWith("dev.heddle.explore.I"))
                .toList();
    }

    /** The whole of it; of steps at the same line in a row, one. */
    List<String> told() {
        List<String> told = new ArrayList<>();
        Step before = null;
        for (Step step : steps) {
            // The thread that only starts the others and waits for them is no news.
            if (step.line != null
                    && !step.equals(before)
                    && !step.line.getMethodName().equals("run")) {
                told.add(line(step));
                before = step;
            }
        }
        int left = told.size() - MOST_LINES;
        if (left > 0) {
            List<String> shortened = new ArrayList<>(told.subList(0, MOST_LINES / 3));
            shortened.add("    … " + left + " steps …");
            shortened.addAll(told.subList(told.size() - MOST_LINES * 2 / 3, told.size()));
            told = shortened;
        }
        return told;
    }

    /** Where the threads were that waited when it failed. */
    List<String> stuck() {
        return stuck.stream()
                .filter(step -> step.line != null && !step.line.getMethodName().equals("run"))
                .map(step -> "    waits forever: " + line(step).strip())
                .toList();
    }

    private String line(Step step) {
        StackTraceElement at = step.line;
        if (at == null) {
            return step.thread;
        }
        return "    %-12s %-46s %s"
                .formatted(step.thread, name(at) + step.caller, quote(at))
                .stripTrailing();
    }

    private static String name(StackTraceElement frame) {
        String type = frame.getClassName().replaceAll(".*[.]", "").replaceAll(".*[$](?=[A-Z])", "");
        String method = frame.getMethodName().replaceAll("lambda[$](\\w+)[$].*", "$1");
        return type + "." + method + ":" + frame.getLineNumber();
    }

    private String quote(StackTraceElement at) {
        String file = at.getClassName().replaceAll("[^.]*$", "").replace('.', '/') + at.getFileName();
        List<String> text = lines.computeIfAbsent(file, this::read);
        int number = at.getLineNumber();
        return number > 0 && number <= text.size() ? text.get(number - 1).strip() : "";
    }

    private List<String> read(String file) {
        for (Path directory : sources) {
            Path source = directory.resolve(file);
            if (Files.isRegularFile(source)) {
                try {
                    return Files.readAllLines(source);
                } catch (IOException e) {
                    return List.of(); // Only the quotation is missing.
                }
            }
        }
        return List.of();
    }
}
