package dev.heddle.jcstress.launcher;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.openjdk.jcstress.infra.collectors.TestResult;

/**
 * What a {@link SharedJvm} has found out, as a line of text.
 *
 * @param goesOn whether it can run another test: nothing of this one is left that runs
 * @param results of each run, at least one
 */
record SharedAnswer(boolean goesOn, List<TestResult> results) {
    /** Begins an answer; a JVM may write other lines, too. */
    private static final String FIRST_WORD = "answer\t";

    static boolean isAnswer(String line) {
        return line.startsWith(FIRST_WORD);
    }

    /** As one line. */
    String format() throws IOException {
        StringBuilder line = new StringBuilder(FIRST_WORD).append(goesOn);
        for (TestResult result : results) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            result.write(new DataOutputStream(bytes));
            line.append('\t').append(Base64.getEncoder().encodeToString(bytes.toByteArray()));
        }
        return line.toString();
    }

    static SharedAnswer parse(String line) throws IOException {
        String[] parts = line.substring(FIRST_WORD.length()).split("\t", -1);
        List<TestResult> results = new ArrayList<>();
        for (int i = 1; i < parts.length; i++) {
            byte[] bytes = Base64.getDecoder().decode(parts[i]);
            results.add(new TestResult(new DataInputStream(new ByteArrayInputStream(bytes))));
        }
        return new SharedAnswer(Boolean.parseBoolean(parts[0]), results);
    }
}
