package dev.heddle.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The class comment of every cell has the three paragraphs, and names the mutants of that cell by number. */
class CellDocumentationTest {
    private static final Path PACKAGE = Path.of("src/main/java/dev/heddle/concurrent");

    /** Both have static methods only, and nothing that threads share. */
    private static final Set<String> NOT_CELLS = Set.of("Latches", "Parking", "VarHandles");

    private static final Pattern REFERENCE = Pattern.compile("MUTANTS\\.md (\\d+(?:(?:, | and )\\d+)*)");
    private static final Pattern MUTANT = Pattern.compile("^### (\\d+)\\. .*\\R\\R`([^`]+)`", Pattern.MULTILINE);

    static Stream<String> cells() throws IOException {
        try (Stream<Path> files = Files.list(PACKAGE)) {
            return files
                    .map(file -> file.getFileName().toString().replace(".java", ""))
                    .filter(name -> !name.equals("package-info") && !NOT_CELLS.contains(name))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("cells")
    void cellHasTheThreeParagraphs(String cell) throws IOException {
        assertThat(comment(cell)).containsSubsequence("<b>States.</b>", "<b>Threads.</b>", "<b>Ordering.</b>");
    }

    @ParameterizedTest
    @MethodSource("cells")
    void cellNamesExactlyItsMutants(String cell) throws IOException {
        assertThat(named(comment(cell))).isEqualTo(mutants(cell));
    }

    @Test
    void classesThatAreNoCellsHaveNoMutants() throws IOException {
        for (String name : NOT_CELLS) {
            assertThat(mutants(name)).as(name).isEmpty();
        }
    }

    private static Set<Integer> named(String comment) {
        return REFERENCE
                .matcher(comment)
                .results()
                .flatMap(found -> Arrays.stream(found.group(1).split(", | and ")))
                .map(Integer::valueOf)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<Integer> mutants(String cell) throws IOException {
        return MUTANT.matcher(Files.readString(Path.of("jcstress-tests/MUTANTS.md")))
                .results()
                .filter(found -> found.group(2).equals(PACKAGE + "/" + cell + ".java"))
                .map(found -> Integer.valueOf(found.group(1)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The class comment in one line. */
    private static String comment(String cell) throws IOException {
        String source = Files.readString(PACKAGE.resolve(cell + ".java"));
        return Pattern.compile("/\\*\\*((?:(?!\\*/).)*)\\*/\\s*public final class " + cell, Pattern.DOTALL)
                .matcher(source)
                .results()
                .map(MatchResult::group)
                .map(text -> text.replaceAll("\\s*\\n \\* ?", " "))
                .findFirst()
                .orElseThrow();
    }
}
