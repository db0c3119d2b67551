package dev.heddle.jcstress.launcher;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.infra.runners.TestConfig;

/**
 * A run of one test, in a JVM of its own or in one that tests share.
 *
 * @param subject what is tested, where a test runs on several: else empty
 * @param test the test's class
 * @param arguments of the JVM
 * @param shared how the JVM compiles that it shares with others; null for a JVM of its own
 * @param config for jcstress; each is used once
 */
record PlannedRun(
        String subject,
        String test,
        List<String> arguments,
        @Nullable Compiler shared,
        TestConfig config) {
    /** Those of one test and one subject make one verdict. */
    String title() {
        String name = test.substring(test.lastIndexOf('.') + 1);
        return subject.isEmpty() ? name : name + " on " + subject;
    }

    boolean isShared() {
        return shared != null;
    }
}
