package dev.heddle.jcstress.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A broken twin of a production class: one edit of its source, and the tests that must go red.
 *
 * @param number in the list
 * @param title what is broken
 * @param file the source, from the project's directory
 * @param seen where it shows
 * @param tests simple names of the tests that must each go red
 * @param before what is replaced; has to be there exactly once
 * @param after what it is replaced by
 * @param edit both, line by line, as the list has it
 */
record Mutant(
        int number,
        String title,
        String file,
        Seen seen,
        List<String> tests,
        String before,
        String after,
        String edit) {
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
            "^### (?<number>\\d+)\\. (?<title>.+)\\n\\n"
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
        long announced = text.lines().filter(line -> line.matches("### [^`].*")).count();
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
                Integer.parseInt(section.group("number")),
                section.group("title"),
                section.group("file"),
                seen,
                tests,
                before.toString(),
                after.toString(),
                section.group("edit"));
    }

    /** The source with the edit. */
    String applyTo(String source) {
        int at = source.indexOf(before);
        if (at < 0 || source.indexOf(before, at + 1) >= 0) {
            throw new IllegalArgumentException("\"" + title + "\": what it replaces is in " + file
                    + (at < 0 ? " no more" : " more than once") + ":\n" + before);
        }
        if (before.equals(after)) {
            throw new IllegalArgumentException("\"" + title + "\" changes nothing");
        }
        return source.substring(0, at) + after + source.substring(at + before.length());
    }

    /** The lines of the source, from 1, that the edit takes away or moves; not those of which it only changes the indentation. */
    Set<Integer> editedLines(String source) {
        List<String> old = before.lines().toList();
        List<String> edited = after.lines().toList();
        Set<Integer> stay = common(
                old.stream().map(String::strip).toList(),
                edited.stream().map(String::strip).toList());
        int first = (int) source.substring(0, source.indexOf(before)).lines().count() + 1;
        Set<Integer> lines = new TreeSet<>();
        int i = 0;
        for (String line : edit.lines().filter(each -> !each.startsWith("+")).toList()) {
            // What the edit names, though it stands between the same lines as before, has moved to another side of
            // them.
            boolean named = line.startsWith("-") && edit.contains("+" + line.substring(1) + "\n");
            if (named || !stay.contains(i)) {
                lines.add(first + i);
            }
            i++;
        }
        return lines;
    }

    /** The places, in one list, of its longest common subsequence with another. */
    private static Set<Integer> common(List<String> one, List<String> other) {
        int[][] longest = new int[one.size() + 1][other.size() + 1];
        for (int i = one.size() - 1; i >= 0; i--) {
            for (int j = other.size() - 1; j >= 0; j--) {
                longest[i][j] = one.get(i).equals(other.get(j))
                        ? longest[i + 1][j + 1] + 1
                        : Math.max(longest[i + 1][j], longest[i][j + 1]);
            }
        }
        Set<Integer> places = new HashSet<>();
        int j = 0;
        for (int i = 0; i < one.size(); i++) {
            while (j < other.size() && !one.get(i).equals(other.get(j)) && longest[i][j + 1] > longest[i + 1][j]) {
                j++;
            }
            if (j < other.size() && one.get(i).equals(other.get(j))) {
                places.add(i);
                j++;
            }
        }
        return places;
    }
}
