package dev.heddle.jcstress.launcher;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.openjdk.jcstress.Options;
import org.openjdk.jcstress.infra.Status;
import org.openjdk.jcstress.infra.collectors.TestResult;
import org.openjdk.jcstress.infra.runners.ForkedTestConfig;
import org.openjdk.jcstress.infra.runners.Runner;
import org.openjdk.jcstress.infra.runners.TestConfig;
import org.openjdk.jcstress.infra.runners.TestList;
import org.openjdk.jcstress.os.AffinityMode;
import org.openjdk.jcstress.os.NodeType;
import org.openjdk.jcstress.os.SchedulingClass;
import org.openjdk.jcstress.util.Environment;
import org.openjdk.jcstress.vm.CompileMode;

/**
 * A JVM that runs tests on broken twins, one after another: what is wrong by logic needs no JVM of its own. Each line that it reads names the
 * directory of a twin and a test; each line that it writes is the verdict: RED with the complaint, or GREEN with the number of samples.
 *
 * <p>Every test gets a class loader of its own, with our classes in it, so that nothing of one twin is left for the next. A test whose threads
 * do not end ends the JVM after its verdict: {@link TwinJvms} starts another.
 */
final class TwinJvm {
    /** How often a test is run before it counts as green here. */
    private static final int RUNS = 6;

    private static final String OURS = "dev.heddle.";

    private TwinJvm() {}

    /** See the class. */
    public static void main(String[] words) throws Exception {
        PrintStream verdicts = System.out;
        System.setOut(System.err); // Whatever else is written must not pass for a verdict.
        Options options = new Options(words);
        if (!options.parse()) {
            throw new IllegalArgumentException("jcstress does not take " + List.of(words));
        }
        BufferedReader requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String request = requests.readLine(); request != null; request = requests.readLine()) {
            String[] parts = request.split("\t", -1);
            boolean goesOn = run(options, Path.of(parts[0]), parts[1], verdicts);
            verdicts.flush();
            if (!goesOn) {
                Runtime.getRuntime().halt(0);
            }
        }
    }

    /** Returns whether this JVM is fit for the next test. */
    private static boolean run(Options options, Path twin, String test, PrintStream verdicts)
            throws IOException, ReflectiveOperationException {
        TestConfig config = new TestConfig(
                options,
                TestList.getInfo(test),
                0,
                List.of(),
                CompileMode.UNIFIED,
                new SchedulingClass(AffinityMode.NONE, 2, NodeType.PACKAGE));
        long samples = 0;
        try (URLClassLoader loader = new TwinLoader(twin)) {
            for (int i = 0; i < RUNS; i++) {
                Runner<?> runner = (Runner<?>) loader.loadClass(config.generatedRunnerName)
                        .getConstructor(ForkedTestConfig.class)
                        .newInstance(new ForkedTestConfig(config));
                Verdict verdict = verdict(config, runner);
                samples += verdict.samples();
                if (!verdict.passed()) {
                    verdicts.println("RED\t" + verdict.complaints().getFirst().strip());
                    return !runner.forceExit();
                }
            }
        }
        verdicts.println("GREEN\t" + samples);
        return true;
    }

    private static Verdict verdict(TestConfig config, Runner<?> runner) {
        TestResult result;
        try {
            result = runner.run();
        } catch (LinkageError e) {
            result = new TestResult(Status.API_MISMATCH);
        } catch (Throwable e) {
            result = new TestResult(Status.TEST_ERROR);
            result.addMessages(e);
        }
        result.setConfig(config);
        result.setEnv(Environment.getInstance());
        Verdict verdict = new Verdict(config.name, config.name);
        verdict.expectOne();
        verdict.add(new PlannedFork("", config.name, List.of(), config), result);
        return verdict;
    }

    /** Loads our classes anew, the twin before those of the class path; all others are the launcher's. */
    private static final class TwinLoader extends URLClassLoader {
        TwinLoader(Path twin) {
            super(
                    Stream.concat(
                                    Stream.of(twin),
                                    Stream.of(System.getProperty("java.class.path")
                                                    .split(File.pathSeparator, -1))
                                            .map(Path::of))
                            .map(TwinLoader::url)
                            .toArray(URL[]::new),
                    TwinJvm.class.getClassLoader());
        }

        private static URL url(Path path) {
            try {
                return path.toUri().toURL();
            } catch (MalformedURLException e) {
                throw new IllegalArgumentException(e);
            }
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith(OURS)) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded == null ? findClass(name) : loaded;
            }
        }
    }
}
