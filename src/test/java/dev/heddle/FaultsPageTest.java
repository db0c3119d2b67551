package dev.heddle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/faults.md names a test for each fault: they are there. */
class FaultsPageTest {
    private static final Path TESTS = Path.of("src/test/java");

    /** {@code SomeTest}, {@code SomeTest.method}, or {@code .method} of the one before. */
    private static final Pattern TEST = Pattern.compile("`(\\w+(?:Test|IT))?(?:\\.([a-z]\\w+))?`");

    @Test
    void everyNamedTestExists() throws IOException {
        List<String> missing = new ArrayList<>();
        int named = 0;
        for (String row : Files.readAllLines(Path.of("docs/faults.md"))) {
            String source = "";
            for (Matcher test = TEST.matcher(row); test.find(); ) {
                String name = test.group(1);
                String method = test.group(2);
                if (name != null) {
                    source = sourceOf(name);
                }
                boolean there = method == null ? !source.isEmpty() : source.contains(" void " + method + "(");
                if (!there) {
                    missing.add(test.group());
                }
                named++;
            }
        }
        assertThat(missing).isEmpty();
        assertThat(named).isGreaterThan(40);
    }

    /** There may be several of a name, in several packages. */
    private static String sourceOf(String testName) throws IOException {
        StringBuilder sources = new StringBuilder();
        try (Stream<Path> files = Files.walk(TESTS)) {
            for (Path file :
                    files.filter(path -> path.endsWith(testName + ".java")).toList()) {
                sources.append(Files.readString(file));
            }
        }
        return sources.toString();
    }
}
