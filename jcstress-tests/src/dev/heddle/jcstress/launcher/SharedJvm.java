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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.openjdk.jcstress.infra.Status;
import org.openjdk.jcstress.infra.collectors.TestResult;
import org.openjdk.jcstress.infra.runners.ForkedTestConfig;
import org.openjdk.jcstress.infra.runners.Runner;
import org.openjdk.jcstress.infra.runners.TestConfig;

/**
 * A JVM that runs tests one after another: three quarters of the time of one that runs a single test for 0.2 s is its start. It reads a {@link
 * SharedRequest} from each line, and writes a line with the results.
 *
 * <p>Every test gets a class loader of its own, with our classes in it, which are profiled and compiled anew: nothing of a broken twin is left for the
 * next. Classes of jcstress and of the JDK stay, with what the compiler knows of them. A test that leaves threads behind ends the JVM after its
 * answer: {@link SharedJvms} starts another.
 */
final class SharedJvm {
    private static final String OURS = "dev.heddle.";

    private SharedJvm() {}

    /** See the class. */
    public static void main(String[] words) throws Exception {
        PrintStream results = System.out;
        System.setOut(System.err); // Whatever else is written must not pass for a result.
        BufferedReader requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = requests.readLine(); line != null; line = requests.readLine()) {
            SharedAnswer answer = run(SharedRequest.parse(line));
            results.println(answer.format());
            results.flush();
            if (!answer.goesOn()) {
                Runtime.getRuntime().halt(0);
            }
        }
    }

    /** Runs a test up to its first failure. */
    private static SharedAnswer run(SharedRequest request) throws IOException, ReflectiveOperationException {
        TestConfig config = request.config();
        List<TestResult> all = new ArrayList<>();
        boolean goesOn = true;
        boolean passed = true;
        try (URLClassLoader loader = new FreshLoader(request.before())) {
            for (int i = 0; i < request.runs() && passed && goesOn; i++) {
                Runner<?> runner = (Runner<?>) loader.loadClass(config.generatedRunnerName)
                        .getConstructor(ForkedTestConfig.class)
                        .newInstance(new QuicklyEstimated(config));
                TestResult result = result(runner);
                all.add(result);
                passed = passes(config, result);
                // Else an actor may still wait, or spin on a processor, and a later test would take it for its own.
                goesOn = result.status() == Status.NORMAL && !runner.forceExit();
            }
        }
        return new SharedAnswer(goesOn, all);
    }

    private static TestResult result(Runner<?> runner) {
        try {
            return runner.run();
        } catch (LinkageError e) {
            return new TestResult(Status.API_MISMATCH);
        } catch (Throwable e) {
            TestResult result = new TestResult(Status.TEST_ERROR);
            result.addMessages(e);
            return result;
        }
    }

    private static boolean passes(TestConfig config, TestResult result) {
        result.setConfig(config);
        Verdict verdict = new Verdict(config.name, config.name);
        verdict.expectOne();
        verdict.add(new PlannedRun("", config.name, List.of(), null, config), result);
        return verdict.passed();
    }

    /** Loads our classes anew, those of a directory before those of the class path; all others are the launcher's. */
    private static final class FreshLoader extends URLClassLoader {
        FreshLoader(Optional<Path> before) {
            super(
                    Stream.concat(
                                    before.stream(),
                                    Stream.of(System.getProperty("java.class.path")
                                                    .split(File.pathSeparator, -1))
                                            .map(Path::of))
                            .map(FreshLoader::url)
                            .toArray(URL[]::new),
                    SharedJvm.class.getClassLoader());
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
