package dev.heddle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/glossary.md: its terms are in use, and its retired words are not. */
class GlossaryTest {
    private static final Path GLOSSARY = Path.of("docs/glossary.md");
    private static final List<Path> CHECKED = Stream.of(
                    "src/main",
                    "src/test",
                    "src/bench",
                    "src/start",
                    "jcstress-tests",
                    "docs",
                    "README.md",
                    "pom.xml",
                    ".ci")
            .map(Path::of)
            .filter(Files::exists)
            .toList();

    /** Files that hold text of ours: the fuzzer's corpus, for example, has its own names and contents. */
    private static final Pattern TEXT = Pattern.compile(".*\\.(java|md|xml|properties)|.*/\\.ci/.*|\\.ci/.*");

    private static final Pattern TERM = Pattern.compile("^\\| \\*\\*(.+?)\\*\\*");
    private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");

    /** Words, the parts of identifiers among them, and hyphens. */
    private static final Pattern TOKEN = Pattern.compile("[A-Z]?[a-z]+|[A-Z]+(?![a-z])|-");

    @Test
    void noFileUsesRetiredWords() throws IOException {
        List<Retired> retired = retiredWords();
        assertThat(retired).hasSizeGreaterThan(20);
        List<String> uses = new ArrayList<>();
        for (Path file : files(CHECKED)) {
            for (Use use : uses(retired, Files.readAllLines(file))) {
                uses.add(file + ":" + use.line() + ": \"" + use.word() + "\"");
            }
        }
        assertThat(uses).isEmpty();
    }

    @Test
    void everyTermIsUsedSomewhere() throws IOException {
        List<List<Token>> texts = new ArrayList<>();
        for (Path file : files(List.of(Path.of("src/main"), Path.of("docs"), Path.of("README.md")))) {
            texts.add(tokens(Files.readAllLines(file)));
        }
        List<String> terms = terms();
        assertThat(terms).hasSizeGreaterThan(40);
        assertThat(terms.stream().filter(term -> texts.stream().noneMatch(text -> contains(text, words(term)))))
                .as("terms that nothing uses")
                .isEmpty();
    }

    @Test
    void termsAreUnique() throws IOException {
        assertThat(terms()).doesNotHaveDuplicates();
    }

    @Test
    void matcherFindsAWordAndItsPlaceInIdentifiers() {
        List<Retired> retired = List.of(retired("warp", ""));

        assertThat(uses(retired, List.of("weft", "The Warp, and", "int warpCount = WARP_1;")))
                .containsExactly(new Use("warp", 2), new Use("warp", 3), new Use("warp", 3));
        assertThat(uses(retired, List.of("warped, unwarp and timewarp"))).isEmpty();
    }

    @Test
    void matcherFindsAPhraseAcrossLines() {
        List<Retired> retired = List.of(retired("loose thread", ""), retired("cross-weave", ""));

        assertThat(uses(retired, List.of(" * held by a loose", " * thread, looseThread()")))
                .containsExactly(new Use("loose thread", 1), new Use("loose thread", 2));
        assertThat(uses(retired, List.of("a cross-weave, a cross weave, a loose, long thread")))
                .containsExactly(new Use("cross-weave", 1));
    }

    @Test
    void matcherLeavesExceptionsAndQuotationsOfAnRfc() {
        List<Retired> retired = List.of(retired("warp", "warp-knit"));

        assertThat(uses(retired, List.of("a warp-knit fabric", "RFC 9112 2: \"a sequence of warp\" is meant")))
                .isEmpty();
        assertThat(uses(retired, List.of("RFC 9112 counts warp", "\"warp\""))).hasSize(2);
    }

    /** A retired word or phrase, and the phrases that begin with it and stay. */
    private record Retired(String word, List<String> words, List<List<String>> exceptions) {}

    private record Token(String word, int line) {}

    private record Use(String word, int line) {}

    private static Retired retired(String word, String exceptions) {
        List<List<String>> phrases = exceptions.isEmpty() ? List.of() : List.of(words(exceptions));
        return new Retired(word, words(word), phrases);
    }

    private static List<Retired> retiredWords() throws IOException {
        List<Retired> retired = new ArrayList<>();
        List<String> lines = Files.readAllLines(GLOSSARY);
        for (String row : lines.subList(lines.indexOf("## Retired words"), lines.size())) {
            String[] columns = row.split("\\|", -1);
            if (!row.startsWith("| `") || columns.length != 5) {
                continue;
            }
            List<List<String>> exceptions =
                    quoted(columns[3]).map(GlossaryTest::words).toList();
            quoted(columns[1]).forEach(word -> retired.add(new Retired(word, words(word), exceptions)));
        }
        return retired;
    }

    private static Stream<String> quoted(String column) {
        return QUOTED.matcher(column).results().map(result -> result.group(1));
    }

    private static List<String> terms() throws IOException {
        return Files.readAllLines(GLOSSARY).stream()
                .map(TERM::matcher)
                .filter(Matcher::find)
                .map(row -> row.group(1))
                .toList();
    }

    private static List<Path> files(List<Path> roots) throws IOException {
        List<Path> found = new ArrayList<>();
        for (Path root : roots) {
            try (Stream<Path> files = Files.walk(root)) {
                files.filter(Files::isRegularFile)
                        .filter(file ->
                                TEXT.matcher(file.toString().replace('\\', '/')).matches())
                        .filter(file -> !file.equals(GLOSSARY))
                        .sorted()
                        .forEach(found::add);
            }
        }
        assertThat(found).isNotEmpty();
        return found;
    }

    private static List<Use> uses(List<Retired> retired, List<String> lines) {
        List<Token> text = tokens(lines);
        List<Use> uses = new ArrayList<>();
        for (int at = 0; at < text.size(); at++) {
            for (Retired each : retired) {
                int start = at;
                if (standsAt(text, at, each.words())
                        && each.exceptions().stream().noneMatch(phrase -> standsAround(text, start, phrase, each))) {
                    uses.add(new Use(each.word(), text.get(at).line()));
                }
            }
        }
        return uses;
    }

    /** Whether the word that stands here is part of a phrase that stays. */
    private static boolean standsAround(List<Token> text, int at, List<String> phrase, Retired retired) {
        for (int offset = 0; offset + retired.words().size() <= phrase.size(); offset++) {
            if (phrase.subList(offset, offset + retired.words().size()).equals(retired.words())
                    && standsAt(text, at - offset, phrase)) {
                return true;
            }
        }
        return false;
    }

    private static boolean standsAt(List<Token> text, int at, List<String> words) {
        if (at < 0 || at + words.size() > text.size()) {
            return false;
        }
        for (int i = 0; i < words.size(); i++) {
            if (!text.get(at + i).word().equals(words.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** Whether the text has the words, the last of them in the singular or the plural. */
    private static boolean contains(List<Token> text, List<String> words) {
        List<String> plural = new ArrayList<>(words);
        plural.set(plural.size() - 1, plural.getLast() + "s");
        for (int at = 0; at < text.size(); at++) {
            if (standsAt(text, at, words) || standsAt(text, at, plural)) {
                return true;
            }
        }
        return false;
    }

    private static List<String> words(String phrase) {
        return tokens(List.of(phrase)).stream().map(Token::word).toList();
    }

    private static List<Token> tokens(List<String> lines) {
        List<Token> tokens = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            String own = line.contains("RFC") ? line.replaceAll("\"[^\"]*\"", " ") : line;
            for (Matcher token = TOKEN.matcher(own); token.find(); ) {
                tokens.add(new Token(token.group().toLowerCase(Locale.ROOT), i + 1));
            }
        }
        return tokens;
    }
}
