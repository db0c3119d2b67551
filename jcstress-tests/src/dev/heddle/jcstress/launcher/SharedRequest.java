package dev.heddle.jcstress.launcher;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.openjdk.jcstress.infra.collectors.TestResult;
import org.openjdk.jcstress.infra.runners.TestConfig;

/**
 * What a {@link SharedJvm} is to run, as a line of text; and its answer, another one.
 *
 * @param config jcstress's, with the processors of the actors
 * @param before a directory with classes that replace those of the class path; may be empty
 * @param runs how often, unless a run fails
 */
record SharedRequest(TestConfig config, Path before, int runs) {
    /** Begins an answer; a JVM writes other lines, too. */
    private static final String ANSWER = "results";

    /** As one line. */
    String format() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(config);
        }
        return String.join("\t", Base64.getEncoder().encodeToString(bytes.toByteArray()), before.toString(), "" + runs);
    }

    static SharedRequest parse(String line) throws IOException, ClassNotFoundException {
        String[] parts = line.split("\t", -1);
        byte[] bytes = Base64.getDecoder().decode(parts[0]);
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
            return new SharedRequest((TestConfig) in.readObject(), Path.of(parts[1]), Integer.parseInt(parts[2]));
        }
    }

    /** The answer, as one line. */
    static String answer(List<TestResult> results) throws IOException {
        StringBuilder line = new StringBuilder(ANSWER);
        for (TestResult result : results) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            result.write(new DataOutputStream(bytes));
            line.append('\t').append(Base64.getEncoder().encodeToString(bytes.toByteArray()));
        }
        return line.toString();
    }

    static boolean isAnswer(String line) {
        return line.startsWith(ANSWER + "\t");
    }

    /** The results in an answer. */
    static List<TestResult> results(String answer) throws IOException {
        List<TestResult> results = new ArrayList<>();
        for (String each : answer.substring(ANSWER.length() + 1).split("\t", -1)) {
            byte[] bytes = Base64.getDecoder().decode(each);
            results.add(new TestResult(new DataInputStream(new ByteArrayInputStream(bytes))));
        }
        return results;
    }
}
