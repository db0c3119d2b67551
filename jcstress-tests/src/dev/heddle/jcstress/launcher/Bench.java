package dev.heddle.jcstress.launcher;

import dev.heddle.jcstress.harness.Patience;
import dev.heddle.jcstress.launcher.Effort.Group;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jcstress.Options;
import org.openjdk.jcstress.TestExecutor;
import org.openjdk.jcstress.Verbosity;
import org.openjdk.jcstress.infra.TestInfo;
import org.openjdk.jcstress.infra.collectors.InProcessCollector;
import org.openjdk.jcstress.infra.collectors.TestResult;
import org.openjdk.jcstress.infra.grading.HTMLReportPrinter;
import org.openjdk.jcstress.infra.runners.TestConfig;
import org.openjdk.jcstress.infra.runners.TestList;
import org.openjdk.jcstress.os.AffinityMode;
import org.openjdk.jcstress.os.CPUMap;
import org.openjdk.jcstress.os.NodeType;
import org.openjdk.jcstress.os.OSSupport;
import org.openjdk.jcstress.os.Scheduler;
import org.openjdk.jcstress.os.SchedulingClass;
import org.openjdk.jcstress.os.topology.Topology;
import org.openjdk.jcstress.util.Environment;
import org.openjdk.jcstress.vm.CompileMode;
import org.openjdk.jcstress.vm.VMSupport;

/**
 * The machine that tests run on: plans the runs of a test, runs them one after another, and collects their results. Does the
 * work of jcstress's own main class, which is content when nothing matches and leaves out what it cannot schedule.
 */
final class Bench {
    /** A JVM that reports nothing for this long, beyond the time that it should take, is ended. jcstress ends an iteration after 30 s. */
    private static final long SILENCE_MILLIS = 60_000;

    private final Effort effort;
    private final Map<Group, Options> options = new EnumMap<>(Group.class);
    private final Options twinOptions;
    private final Map<Compiler, List<String>> sharedArguments = new EnumMap<>(Compiler.class);
    private final Scheduler scheduler;
    private final InProcessCollector report = new InProcessCollector();
    private final PrintStream out;

    private Bench(Effort effort, PrintStream out) throws Exception {
        this.effort = effort;
        this.out = out;
        for (Group group : Group.values()) {
            options.put(group, parsed(effort.options(group)));
        }
        twinOptions = parsed(Effort.TWIN_OPTIONS);
        Options any = options(Group.CELLS);
        OSSupport.init();
        VMSupport.initFlags(any);
        this.scheduler = new Scheduler(Topology.get(), any.getCPUCount());
    }

    /** Finds out what this machine and its JVM can do; what jcstress says about it goes into a file. */
    static Bench probe(Effort effort) throws Exception {
        PrintStream out = System.out;
        try (OutputStream file = Files.newOutputStream(Path.of("probe.log"));
                PrintStream log = new PrintStream(file, true, StandardCharsets.UTF_8)) {
            System.setOut(log);
            return new Bench(effort, out);
        } finally {
            System.setOut(out);
        }
    }

    private static Options parsed(List<String> words) throws Exception {
        Options options = new Options(words.toArray(String[]::new));
        if (!options.parse()) {
            throw new IllegalArgumentException("jcstress does not take " + words);
        }
        return options;
    }

    private Options options(Group group) {
        return Objects.requireNonNull(options.get(group));
    }

    /**
     * Plans a test, in each of the ways in which its group is compiled.
     *
     * @param subject what it runs on, empty if there is but one
     * @param arguments further ones for its JVMs
     */
    List<PlannedRun> plan(String test, String subject, List<String> arguments) {
        Group group = Group.of(test);
        List<PlannedRun> runs = new ArrayList<>();
        if (!effort.split || group != Group.CELLS) {
            for (Compiler compiler : effort.compilers(group)) {
                runs.addAll(plan(test, subject, compiler, arguments));
            }
            return runs;
        }
        int each = options(group).getForks();
        int randomized = each * options(group).getForksStressMultiplier();
        int threads = TestList.getInfo(test).threads();
        for (int mode : CompileMode.casesFor(threads, true, true)) {
            for (int i = 0; i < each; i++) {
                runs.addAll(plan(test, subject, Compiler.TIERED, mode, arguments));
            }
            for (int i = 0; i < randomized && CompileMode.hasC2(mode, threads); i++) {
                runs.addAll(plan(test, subject, Compiler.C2_RANDOMIZED, mode, arguments));
            }
        }
        return runs;
    }

    /** Plans a test in one way. Empty if this machine has too few processors for its actors. */
    List<PlannedRun> plan(String test, String subject, Compiler compiler, List<String> arguments) {
        return plan(test, subject, compiler, CompileMode.UNIFIED, arguments);
    }

    private List<PlannedRun> plan(
            String test, String subject, Compiler compiler, int mode, List<String> furtherArguments) {
        TestInfo info = TestList.getInfo(test);
        Options chosen = options(Group.of(test));
        boolean shared = furtherArguments.isEmpty() && effort.isShared(Group.of(test));
        List<String> arguments = new ArrayList<>(shared ? sharedArguments(compiler) : compiler.arguments());
        if (effort.split) {
            arguments.remove("-XX:-TieredCompilation");
        }
        arguments.addAll(furtherArguments);
        List<String> all = new ArrayList<>(arguments);
        all.add("--enable-native-access=ALL-UNNAMED");
        all.add("--add-opens=java.base/java.lang=ALL-UNNAMED"); // For carriers of one's own.
        List<PlannedRun> runs = new ArrayList<>();
        for (SchedulingClass place :
                scheduler.scheduleClasses(info.threads(), chosen.getCPUCount(), chosen.affinityMode())) {
            runs.add(new PlannedRun(
                    subject,
                    test,
                    Collections.unmodifiableList(arguments),
                    shared ? compiler : null,
                    new TestConfig(chosen, info, 0, all, mode, place)));
        }
        return runs;
    }

    /** Those of the JVMs that tests share: the same for all, so that what is said of a run holds. */
    private List<String> sharedArguments(Compiler compiler) {
        return sharedArguments.computeIfAbsent(compiler, Compiler::arguments);
    }

    /** How a broken twin is tried in a JVM that many share: without processors of its own, and stopped at the first failure. */
    TestConfig twinConfig(String test) {
        return new TestConfig(
                twinOptions,
                TestList.getInfo(test),
                0,
                List.of(),
                CompileMode.UNIFIED,
                new SchedulingClass(AffinityMode.NONE, 2, NodeType.PACKAGE));
    }

    /** Runs what was planned, in this order, but for those that share JVMs, which come first; and says how it goes. */
    Map<String, Verdict> run(List<PlannedRun> plan, Progress progress) throws IOException {
        Map<String, Verdict> verdicts = new LinkedHashMap<>();
        IdentityHashMap<TestConfig, PlannedRun> runs = new IdentityHashMap<>();
        for (PlannedRun run : plan) {
            verdicts.computeIfAbsent(run.title(), title -> new Verdict(title, run.test()))
                    .expectOne();
            runs.put(run.config(), run);
        }
        runShared(plan.stream().filter(PlannedRun::isShared).toList(), verdicts, progress);
        ForkTimeout timeout = new ForkTimeout(plan);
        timeout.start();
        TestExecutor executor = new TestExecutor(
                new Verbosity(0),
                result -> {
                    timeout.restart();
                    PlannedRun run = runs.get(result.getConfig());
                    if (run == null) {
                        throw new IllegalStateException("a result of " + result.getName() + ", which was not planned");
                    }
                    collect(run, result, verdicts, progress);
                },
                scheduler);
        // It takes the last one first.
        executor.runAll(plan.stream()
                .filter(run -> !run.isShared())
                .map(PlannedRun::config)
                .toList()
                .reversed());
        timeout.stop();
        return verdicts;
    }

    /** Runs those that share JVMs: one for each way of compiling at a time. */
    private void runShared(List<PlannedRun> plan, Map<String, Verdict> verdicts, Progress progress) throws IOException {
        Map<Compiler, SharedJvms> jvms = new EnumMap<>(Compiler.class);
        try {
            for (PlannedRun run : plan) {
                Compiler compiler = Objects.requireNonNull(run.shared());
                runShared(
                        run,
                        jvms.computeIfAbsent(compiler, each -> new SharedJvms(sharedArguments(each))),
                        verdicts,
                        progress);
            }
        } finally {
            jvms.values().forEach(SharedJvms::close);
        }
    }

    private void runShared(PlannedRun run, SharedJvms jvms, Map<String, Verdict> verdicts, Progress progress)
            throws IOException {
        TestConfig config = run.config();
        CPUMap processors = scheduler.tryAcquire(config.getSchedulingClass());
        config.setCPUMap(processors);
        TestResult result;
        try {
            result = jvms.run(new SharedRequest(config, Optional.empty(), 1)).getFirst();
        } finally {
            scheduler.release(processors);
        }
        result.setConfig(config);
        collect(run, result, verdicts, progress);
    }

    private void collect(PlannedRun run, TestResult result, Map<String, Verdict> verdicts, Progress progress) {
        synchronized (verdicts) {
            result.setEnv(Environment.getInstance());
            report.add(result);
            Verdict verdict = verdicts.get(run.title());
            if (verdict != null) {
                verdict.add(run, result);
                progress.advanced(verdict, out);
            }
        }
    }

    /** Writes jcstress's HTML report of everything that ran, into the directory {@code report}. */
    void writeReport() throws IOException {
        try (PrintStream silent = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            new HTMLReportPrinter(options(Group.CELLS), report, silent).work();
        }
    }

    /** Ends a JVM that has reported nothing for too long: it shows as one that ended before it was done. */
    private static final class ForkTimeout {
        private static final int STEP_MILLIS = 1000;

        private final Patience patience;
        private volatile boolean restarted;
        private volatile boolean stopped;

        ForkTimeout(List<PlannedRun> plan) {
            long longest = plan.stream()
                    .mapToLong(run -> 2L * run.config().time * run.config().iters)
                    .max()
                    .orElse(0);
            this.patience = new Patience(STEP_MILLIS, (int) ((SILENCE_MILLIS + longest) / STEP_MILLIS));
        }

        void start() {
            Thread thread = new Thread(this::watch, "fork timeout");
            thread.setDaemon(true);
            thread.start();
        }

        void restart() {
            restarted = true;
        }

        void stop() {
            stopped = true;
        }

        private void watch() {
            while (!stopped) {
                long before = System.nanoTime();
                try {
                    TimeUnit.MILLISECONDS.sleep(STEP_MILLIS);
                } catch (InterruptedException e) {
                    return;
                }
                patience.look(System.nanoTime() - before);
                if (restarted) {
                    restarted = false;
                    patience.restart();
                }
                if (patience.isOver()) {
                    ProcessHandle.current().children().forEach(ProcessHandle::destroyForcibly);
                    patience.restart();
                }
            }
        }
    }
}
