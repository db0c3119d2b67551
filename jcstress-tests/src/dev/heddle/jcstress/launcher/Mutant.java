package dev.heddle.jcstress.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A broken twin of a production class: one edit of its source, and the tests that must go red.
 *
 * @param title what is broken
 * @param file the source, from the project's directory
 * @param seen where it shows
 * @param tests simple names of the tests that must each go red
 * @param before what is replaced; has to be there exactly once
 * @param after what it is replaced by
 */
record Mutant(String title, String file, Seen seen, List<String> tests, String before, String after) {
    /** Where a mutant shows. */
    enum Seen {
        /** However it is executed: its logic is wrong. */
        EVERYWHERE,
        /** In code compiled by C2, now and then: the processor defers a store. */
        COMPILED,
        /** Not on x86, which keeps the order that is missing here. */
        NOWHERE
    }

    private static final Pattern SECTION = Pattern.compile(
            "^### (?:\\d+\\. )?(?<title>.+)\\n\\n"
                    + "`(?<file>[^`]+)` · (?<seen>everywhere|compiled|not visible)[^·\\n]*· (?<tests>.+)\\n"
                    + "(?:(?!```|###).*\\n)*?"
                    + "```diff\\n(?<edit>(?:[-+ ].*\\n)+)```$",
            Pattern.MULTILINE);

    /** Reads the list. */
    static List<Mutant> readAll(Path list) throws IOException {
        String text = Files.readString(list);
        List<Mutant> mutants = new ArrayList<>();
        Matcher section = SECTION.matcher(text);
        while (section.find()) {
            mutants.add(of(section));
        }
        long announced = text.lines().filter(line -> line.startsWith("### ")).count();
        if (mutants.size() != announced) {
            throw new IllegalArgumentException(
                    list + " has " + announced + " sections, of which " + mutants.size() + " can be read as mutants");
        }
        return mutants;
    }

    private static Mutant of(Matcher section) {
        StringBuilder before = new StringBuilder();
        StringBuilder after = new StringBuilder();
        section.group("edit").lines().forEach(line -> {
            String code = line.substring(1) + "\n";
            if (line.charAt(0) != '+') {
                before.append(code);
            }
            if (line.charAt(0) != '-') {
                after.append(code);
            }
        });
        Seen seen = switch (section.group("seen")) {
            case "everywhere" -> Seen.EVERYWHERE;
            case "compiled" -> Seen.COMPILED;
            default -> Seen.NOWHERE;
        };
        List<String> tests = Pattern.compile("`(\\w+)`")
                .matcher(section.group("tests"))
                .results()
                .map(found -> found.group(1))
                .toList();
        return new Mutant(
                section.group("title"), section.group("file"), seen, tests, before.toString(), after.toString());
    }

    /** The source with the edit. */
    String applyTo(String source) {
        int at = source.indexOf(before);
        if (at < 0 || source.indexOf(before, at + 1) >= 0) {
            throw new IllegalArgumentException("\"" + title + "\": what it replaces is in " + file
                    + (at < 0 ? " no more" : " more than once") + ":\n" + before);
        }
        return source.substring(0, at) + after + source.substring(at + before.length());
    }
}
