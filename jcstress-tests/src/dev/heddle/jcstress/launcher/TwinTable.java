package dev.heddle.jcstress.launcher;

import dev.heddle.jcstress.launcher.SharedActions.Action;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The table at the end of {@code MUTANTS.md}: every action by which threads share state, with the broken twins that edit it and their tests, or the
 * reason why there is none. What it has to say is computed from the sources and the twins; only the reasons are written by hand.
 */
final class TwinTable {
    /** From here to the end of the list is the table. */
    private static final String BEGINS = "## Every action and its twins\n";

    /** Not a part of the library: what it measures runs in other processes. */
    private static final Path LAB = Path.of("src/main/java/dev/heddle/lab");

    private static final Pattern ROW =
            Pattern.compile("^\\| `(?<method>[^`]+)` \\| `(?<text>[^`]+)` \\| (?<twins>.*) \\|$");
    private static final Pattern NUMBERS = Pattern.compile("\\d+(?:, \\d+)*: .*");

    private final Path project;
    private final Path list;

    /** @param project the project's directory */
    TwinTable(Path project) {
        this.project = project.toAbsolutePath();
        this.list = this.project.resolve("jcstress-tests/MUTANTS.md");
    }

    /** What is wrong with the table: an action without a row, one without a twin or a reason, a row without an action. */
    List<String> complaints() throws IOException {
        Map<String, String> computed = computed();
        Map<String, String> written = written();
        List<String> complaints = new ArrayList<>();
        computed.forEach((action, twins) -> {
            String row = written.get(action);
            if (row == null) {
                complaints.add("not in the table" + (twins.isEmpty() ? ", and without a twin: " : ": ") + action);
            } else if (twins.isEmpty() && (row.isEmpty() || NUMBERS.matcher(row).matches())) {
                complaints.add("no twin edits it, and no reason says why: " + action);
            } else if (!twins.isEmpty() && !twins.equals(row)) {
                complaints.add("its twins are " + twins + ", not " + row + ": " + action);
            }
        });
        written.keySet().stream()
                .filter(action -> !computed.containsKey(action))
                .forEach(action -> complaints.add("no source has it any more: " + action));
        return complaints;
    }

    /** Writes the table anew. The reasons of actions without a twin stay, and are empty where there was none. */
    void write() throws IOException {
        Map<String, String> written = written();
        StringBuilder table = new StringBuilder(introduction());
        String file = "";
        for (Map.Entry<String, String> row : computed().entrySet()) {
            String[] parts = row.getKey().split(" ", 2);
            if (!parts[0].equals(file)) {
                file = parts[0];
                table.append("\n### `")
                        .append(file)
                        .append("`\n\n| method | action | broken by, or why not |\n|---|---|---|\n");
            }
            String known = written.getOrDefault(row.getKey(), "");
            String reason = NUMBERS.matcher(known).matches() ? "" : known;
            table.append(parts[1])
                    .append(" | ")
                    .append(row.getValue().isEmpty() ? reason : row.getValue())
                    .append(" |\n");
        }
        String text = Files.readString(list);
        int begins = text.indexOf(BEGINS);
        Files.writeString(list, (begins < 0 ? text + "\n" : text.substring(0, begins)) + BEGINS + table);
    }

    /** What stands between the title and the first row. */
    private String introduction() throws IOException {
        String text = Files.readString(list);
        int begins = text.indexOf(BEGINS);
        if (begins < 0) {
            return "";
        }
        String table = text.substring(begins + BEGINS.length());
        int first = table.indexOf("\n### `");
        return first < 0 ? table : table.substring(0, first);
    }

    /** Each action, and what its row has to say of the twins that edit it. */
    private Map<String, String> computed() throws IOException {
        Map<String, List<Mutant>> twins = Mutant.readAll(list).stream().collect(Collectors.groupingBy(Mutant::file));
        Map<String, Map<Integer, Set<Integer>>> edited = new HashMap<>();
        Map<String, String> rows = new LinkedHashMap<>();
        for (Action action : actions()) {
            String source = Files.readString(project.resolve(action.file()));
            List<Mutant> editing = twins.getOrDefault(action.file(), List.of()).stream()
                    .filter(twin -> edits(twin, action, source, edited))
                    .toList();
            rows.put("%s | `%s` | `%s`".formatted(action.file(), action.method(), action.text()), cell(editing));
        }
        return rows;
    }

    /** The numbers of the twins, and the tests that catch them; empty if there are none. */
    private static String cell(List<Mutant> twins) {
        if (twins.isEmpty()) {
            return "";
        }
        String numbers =
                twins.stream().map(twin -> String.valueOf(twin.number())).collect(Collectors.joining(", "));
        String tests = twins.stream()
                .flatMap(twin -> twin.tests().stream())
                .distinct()
                .map(test -> "`" + test + "`")
                .collect(Collectors.joining(", "));
        return numbers + ": " + tests;
    }

    private List<Action> actions() throws IOException {
        try (Stream<Path> files = Files.walk(project.resolve("src/main/java"))) {
            return new SharedActions(project)
                    .of(files.filter(file -> file.toString().endsWith(".java"))
                            .map(project::relativize)
                            .filter(file -> !file.startsWith(LAB)));
        }
    }

    /** Whether a twin takes an action away, moves it, or changes the declaration of the field that it is done to. */
    private static boolean edits(
            Mutant twin, Action action, String source, Map<String, Map<Integer, Set<Integer>>> known) {
        Set<Integer> lines = known.computeIfAbsent(twin.file(), file -> new HashMap<>())
                .computeIfAbsent(twin.number(), number -> twin.editedLines(source));
        if (lines.stream().anyMatch(line -> line >= action.firstLine() && line <= action.lastLine())) {
            return true;
        }
        // Where it is no longer volatile, or another kind of object.
        Pattern declaration = Pattern.compile(
                "^ +private [^=;(]*\\b" + Pattern.quote(action.field()) + "\\b *[=;].*$", Pattern.MULTILINE);
        return !action.field().isEmpty()
                && declaration
                        .matcher(twin.before())
                        .results()
                        .anyMatch(found -> !twin.after().contains(found.group()));
    }

    private Map<String, String> written() throws IOException {
        String text = Files.readString(list);
        Map<String, String> rows = new LinkedHashMap<>();
        int begins = text.indexOf(BEGINS);
        String file = "";
        for (String line :
                begins < 0 ? List.<String>of() : text.substring(begins).lines().toList()) {
            if (line.startsWith("### `")) {
                file = line.substring(5, line.length() - 1);
            }
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                rows.put(
                        "%s | `%s` | `%s`".formatted(file, row.group("method"), row.group("text")),
                        row.group("twins").strip());
            }
        }
        return rows;
    }
}
