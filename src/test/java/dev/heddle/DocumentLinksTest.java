package dev.heddle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The links of the documents lead where they say. A link to a line of a source names the type or method that is declared there;
 * {@code -Dheddle.moveLinks=true} moves such links to where their declarations are now, and corrects what is quoted after them.
 */
class DocumentLinksTest {
    private static final Pattern LINK = Pattern.compile("\\[([^\\]]*)\\]\\(([^)#\\s]*)(?:#([^)\\s]+))?\\)");
    private static final Pattern NAME = Pattern.compile("`(?:\\w+\\.)*(\\w+)(?:\\(\\))?`");
    private static final Pattern LINE_NUMBER = Pattern.compile("L(\\d+)");

    /** A link to a line, alone in its own, and the block of Java that follows. */
    private static final Pattern QUOTATION =
            Pattern.compile("(?m)^(\\[`[^`]+`\\]\\(([^)#]+)#L(\\d+)\\))\n\n```java\n((?:(?!```).*\n)*)```\n");

    private static final boolean MOVES = Boolean.getBoolean("heddle.moveLinks");

    static Stream<Path> documents() throws IOException {
        List<Path> documents = new ArrayList<>(List.of(Path.of("README.md"), Path.of("jcstress-tests/README.md")));
        try (Stream<Path> files = Files.walk(Path.of("docs"))) {
            documents.addAll(files.filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList());
        }
        return documents.stream();
    }

    @ParameterizedTest
    @MethodSource("documents")
    void everyLinkLeadsToWhatItNames(Path document) throws IOException {
        String text = Files.readString(document);
        List<String> broken = new ArrayList<>();
        String moved = LINK.matcher(text).replaceAll(link -> {
            String target = link.group(2);
            String better = target.contains(":") ? link.group() : checked(document, link, broken);
            return Matcher.quoteReplacement(better);
        });
        if (MOVES && !moved.equals(text)) {
            Files.writeString(document, moved);
        }
        assertThat(broken).as("links of %s", document).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("documents")
    void everyQuotationIsWhatTheSourceSays(Path document) throws IOException {
        String text = Files.readString(document);
        List<String> different = new ArrayList<>();
        String corrected = QUOTATION.matcher(text).replaceAll(quotation -> {
            Path file = document.resolveSibling(quotation.group(2)).normalize();
            String source = declaration(file, Integer.parseInt(quotation.group(3)));
            if (!quotation.group(4).equals(source) && !MOVES) {
                different.add(quotation.group(1));
            }
            return Matcher.quoteReplacement(quotation.group(1) + "\n\n```java\n" + source + "```\n");
        });
        if (MOVES && !corrected.equals(text)) {
            Files.writeString(document, corrected);
        }
        assertThat(different).as("quotations in %s", document).isEmpty();
    }

    /** The whole declaration that has its name in a line, with its annotations, without its indentation. */
    private static String declaration(Path file, int line) {
        List<String> lines = linesOf(file);
        int first = line - 1;
        int indentation = lines.get(first).indexOf(lines.get(first).strip());
        while (lines.get(first - 1).strip().startsWith("@")) {
            first--;
        }
        int last = line - 1;
        String end = " ".repeat(indentation) + "}";
        while (!lines.get(last).equals(end) && !lines.get(line - 1).endsWith(";")) {
            last++;
        }
        return lines.subList(first, last + 1).stream()
                .map(source -> source.isBlank() ? "\n" : source.substring(indentation) + "\n")
                .collect(Collectors.joining());
    }

    private static List<String> linesOf(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The link as it should be. A link that cannot be made right is added to the broken ones. */
    private static String checked(Path document, MatchResult link, List<String> broken) {
        Path file = link.group(2).isEmpty()
                ? document
                : document.resolveSibling(link.group(2)).normalize();
        if (!Files.exists(file)) {
            broken.add(link.group() + ": no such file");
            return link.group();
        }
        String anchor = String.valueOf(link.group(3));
        Matcher number = LINE_NUMBER.matcher(anchor);
        if (!number.matches()) {
            if (link.group(3) != null && !headings(file).contains(anchor)) {
                broken.add(link.group() + ": no such heading");
            }
            return link.group();
        }
        Matcher name = NAME.matcher(link.group(1));
        if (!name.matches()) {
            broken.add(link.group() + ": the text of a link to a line is a name in backquotes");
            return link.group();
        }
        int line = Integer.parseInt(number.group(1));
        List<Integer> declared = declarations(file, name.group(1));
        if (declared.contains(line)) {
            return link.group();
        }
        if (declared.isEmpty() || !MOVES) {
            broken.add(link.group() + ": declared in lines " + declared);
            return link.group();
        }
        int nearest = declared.stream()
                .min(Comparator.comparingInt(other -> Math.abs(other - line)))
                .orElseThrow();
        return link.group().replace("#L" + line, "#L" + nearest);
    }

    /** The anchors that GitHub makes of headings: lower case, hyphens for spaces, punctuation left out. */
    private static List<String> headings(Path page) {
        return linesOf(page).stream()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("#+ ", "")
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\w\\- ]", "")
                        .replace(' ', '-'))
                .toList();
    }

    /** The numbers of the lines that declare a type of that name, or else a method. */
    private static List<Integer> declarations(Path file, String name) {
        Pattern type = Pattern.compile("\\b(?:class|record|interface|enum) " + name + "\\b.*");
        Pattern method = Pattern.compile(
                "\\s{4,8}(?!return |throw |new |else )(?:[\\w@<>?.,\\[\\]]+ )*" + name + "\\(.*[{;(,)\\w]");
        List<Integer> types = numbers(linesOf(file), line -> type.matcher(line).find());
        return types.isEmpty() ? numbers(linesOf(file), line -> isMethod(method, line)) : types;
    }

    private static List<Integer> numbers(List<String> lines, Predicate<String> wanted) {
        return IntStream.range(0, lines.size())
                .filter(i -> wanted.test(lines.get(i)))
                .map(i -> i + 1)
                .boxed()
                .toList();
    }

    /** A call that is a statement ends as the declaration of an abstract method does, but has nothing in front of its name. */
    private static boolean isMethod(Pattern method, String line) {
        String start = line.strip();
        return method.matcher(line).matches()
                && !start.contains(" = ")
                && (start.endsWith("{") || (start.indexOf(' ') < start.indexOf('(') && start.indexOf(' ') > 0));
    }
}
