package dev.heddle.jcstress.launcher;

import java.util.List;
import org.openjdk.jcstress.infra.runners.TestConfig;

/**
 * One JVM that will run one test.
 *
 * @param subject what is tested, where a test runs on several: else empty
 * @param test the test's class
 * @param arguments of the JVM
 * @param config for jcstress; each is used once
 */
record PlannedFork(String subject, String test, List<String> arguments, TestConfig config) {
    /** Those of one test and one subject make one verdict. */
    String title() {
        String name = test.substring(test.lastIndexOf('.') + 1);
        return subject.isEmpty() ? name : name + " on " + subject;
    }
}
