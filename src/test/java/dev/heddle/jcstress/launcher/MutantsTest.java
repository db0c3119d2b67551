package dev.heddle.jcstress.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The lists of the concurrency suite fit the sources; {@code -Pmutants} and {@code mvn verify} then run what they say. */
class MutantsTest {
    private static final Path LIST = Path.of("jcstress-tests/MUTANTS.md");
    private static final Path README = Path.of("jcstress-tests/README.md");
    private static final Path TESTS = Path.of("jcstress-tests/src/dev/heddle");

    @Test
    void everyMutantFitsItsSource() throws IOException {
        for (Mutant mutant : Mutant.readAll(LIST)) {
            String source = Files.readString(Path.of(mutant.file()));
            assertThatCode(() -> mutant.applyTo(source)).doesNotThrowAnyException();
        }
    }

    @Test
    void everyMutantNamesTestsOfTheSuiteAndBeginsWithItsClass() throws IOException {
        Set<String> tests = tests("").stream()
                .map(file -> file.getFileName().toString().replace(".java", ""))
                .collect(Collectors.toSet());
        for (Mutant mutant : Mutant.readAll(LIST)) {
            assertThat(tests).as(mutant.title()).containsAll(mutant.tests());
            assertThat(mutant.file()).endsWith("/" + mutant.title().replaceAll(":.*", "") + ".java");
        }
    }

    @Test
    void mutantsAreNumberedWithoutGapsThoughNotInTheOrderOfTheList() throws IOException {
        List<Integer> numbers = Pattern.compile("^### (\\d+)\\. ", Pattern.MULTILINE)
                .matcher(Files.readString(LIST))
                .results()
                .map(found -> Integer.valueOf(found.group(1)))
                .sorted()
                .toList();
        assertThat(numbers)
                .isEqualTo(IntStream.rangeClosed(1, Mutant.readAll(LIST).size())
                        .boxed()
                        .toList());
    }

    /** {@code -Dheddle.writeTwinTable=true} writes the table; the reasons for actions without a twin are then to be written by hand. */
    @Test
    void everyActionOfTheCellsHasATwinOrAReasonWhyNot() throws IOException {
        TwinTable table = new TwinTable(Path.of(""));
        if (Boolean.getBoolean("heddle.writeTwinTable")) {
            table.write();
        }
        assertThat(table.complaints()).isEmpty();
    }

    @Test
    void readmeCountsTheTestsAndTheMutants() throws IOException {
        List<Integer> counts = Pattern.compile("^\\|.*\\| (\\d+) \\|$", Pattern.MULTILINE)
                .matcher(Files.readString(README))
                .results()
                .map(found -> Integer.valueOf(found.group(1)))
                .toList();
        assertThat(counts)
                .containsExactly(
                        tests("jcstress/concurrent").size(),
                        tests("net").size(),
                        tests("carrier").size(),
                        tests("jcstress/kernel").size(),
                        tests("jcstress/virtual").size(),
                        tests("explore/cells").size(),
                        tests("tck").size(),
                        Mutant.readAll(LIST).size());
    }

    private static List<Path> tests(String directory) throws IOException {
        try (Stream<Path> files = Files.walk(TESTS.resolve(directory))) {
            return files.filter(file -> file.getFileName().toString().matches("\\w+_\\d\\d_\\w+\\.java"))
                    .toList();
        }
    }
}
