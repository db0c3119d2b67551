package dev.heddle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/faults.md names the tests of each fault, and they exist. */
class FaultsPageTest {
    private static final Path PAGE = Path.of("docs/faults.md");
    private static final Path TESTS = Path.of("src/test/java");

    /** {@code SomeTest}, {@code SomeTest.method}, or {@code .method} of the class named last in the same entry. */
    private static final Pattern TEST = Pattern.compile("`(\\w+(?:Test|IT))?(?:\\.([a-z]\\w+))?`");

    /** The sections whose entries are faults, each of which must name a test. */
    private static final List<String> FAULTS = List.of(
            "Slow and silent clients",
            "Overload and exhaustion",
            "Failing handlers",
            "Clients that leave, or are rejected",
            "Starting and stopping",
            "The machine around it");

    @Test
    void everyNamedTestExists() throws IOException {
        List<String> missing = new ArrayList<>();
        int named = 0;
        for (String entry : entries(Files.readString(PAGE))) {
            String source = "";
            for (Matcher test = TEST.matcher(entry); test.find(); ) {
                String name = test.group(1);
                String method = test.group(2);
                if (name != null) {
                    source = sourceOf(name);
                }
                boolean exists = method == null
                        ? !source.isEmpty()
                        : Pattern.compile("(?s)@(Parameterized)?Test\\b(?:(?! void ).)* void " + method + "\\(")
                                .matcher(source)
                                .find();
                if (!exists) {
                    missing.add(test.group());
                }
                named++;
            }
        }
        assertThat(missing).isEmpty();
        assertThat(named).isGreaterThan(50);
    }

    @Test
    void everyFaultNamesATest() throws IOException {
        String page = Files.readString(PAGE);
        List<String> faults = new ArrayList<>();
        for (String title : FAULTS) {
            Matcher section = Pattern.compile("(?s)\n## " + Pattern.quote(title) + "\n(.*?)(?=\n## )")
                    .matcher(page);
            assertThat(section.find()).as("there is a section '%s'", title).isTrue();
            faults.addAll(entries(section.group(1)).stream()
                    .filter(entry -> entry.startsWith("* "))
                    .toList());
        }
        assertThat(faults)
                .hasSizeGreaterThan(20)
                .allMatch(entry -> TEST.matcher(entry).find());
    }

    /** Its list entries and paragraphs. */
    private static List<String> entries(String text) {
        return List.of(text.split("\n\n|\n(?=\\* )"));
    }

    /** The source of the class; of all classes of that name, if there are several in different packages. */
    private static String sourceOf(String testName) throws IOException {
        try (Stream<Path> files = Files.walk(TESTS)) {
            return files.filter(path -> path.endsWith(testName + ".java"))
                    .map(FaultsPageTest::read)
                    .collect(Collectors.joining());
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
