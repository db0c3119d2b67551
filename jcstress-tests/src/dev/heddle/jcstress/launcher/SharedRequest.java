package dev.heddle.jcstress.launcher;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import org.openjdk.jcstress.infra.runners.TestConfig;

/**
 * What a {@link SharedJvm} is to run, as a line of text.
 *
 * @param config jcstress's, with the processors of the actors
 * @param before a directory with classes that replace those of the class path; empty for none
 * @param runs how often, unless a run fails
 */
record SharedRequest(TestConfig config, Optional<Path> before, int runs) {
    /** As one line. */
    String format() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(config);
        }
        return String.join(
                "\t",
                Base64.getEncoder().encodeToString(bytes.toByteArray()),
                before.map(Path::toString).orElse(""),
                "" + runs);
    }

    static SharedRequest parse(String line) throws IOException, ClassNotFoundException {
        String[] parts = line.split("\t", -1);
        byte[] bytes = Base64.getDecoder().decode(parts[0]);
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
            Optional<Path> before = parts[1].isEmpty() ? Optional.empty() : Optional.of(Path.of(parts[1]));
            return new SharedRequest((TestConfig) in.readObject(), before, Integer.parseInt(parts[2]));
        }
    }
}
