package dev.heddle.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.ParseResult;

/** What {@code --print-config} prints: a line for each setting, with its value and where that comes from. */
final class ConfigurationTable {
    /** What the help says of a default that is computed when the server starts. */
    private static final Pattern COMPUTED = Pattern.compile("default: (.*?)\\)[^)]*$", Pattern.DOTALL);

    private static final String HIDDEN = "(not shown)";

    private record Row(String name, String value, String from) {}

    private ConfigurationTable() {}

    /**
     * The table of a command.
     *
     * @param parsed its command line, with the defaults of the configuration
     */
    static String of(ParseResult parsed, Configuration configuration) {
        List<Row> rows = new ArrayList<>(List.of(new Row("SETTING", "VALUE", "FROM")));
        for (Setting setting : Setting.of(parsed.commandSpec())) {
            rows.add(row(setting, configuration));
        }
        String format = "%-" + width(rows.stream().map(Row::name).toList()) + "s  %-"
                + width(rows.stream().map(Row::value).toList()) + "s  %s%n";
        String table = rows.stream()
                .map(row -> format.formatted(row.name(), row.value(), row.from()))
                .collect(Collectors.joining());
        return table
                + configuration.unused().stream()
                        .map(value -> "not used by " + parsed.commandSpec().name() + ": " + value.name() + ", from "
                                + value.from() + System.lineSeparator())
                        .collect(Collectors.joining());
    }

    private static int width(List<String> column) {
        return column.stream().mapToInt(String::length).max().orElse(1);
    }

    private static Row row(Setting setting, Configuration configuration) {
        ArgSpec argument = setting.argument();
        if (configuration.isGiven(argument)) {
            List<String> texts = argument.originalStringValues();
            String value = texts.isEmpty() ? text(argument, argument.getValue()) : String.join("\n", texts);
            return row(setting, value, argument.isOption() ? "flag" : "argument");
        }
        return configuration
                .configured(setting)
                .map(configured -> row(setting, configured.value(), configured.from()))
                .orElseGet(() -> defaultRow(setting));
    }

    private static Row defaultRow(Setting setting) {
        ArgSpec argument = setting.argument();
        Object initial = argument.defaultValue() == null ? argument.initialValue() : argument.defaultValue();
        Matcher computed = COMPUTED.matcher(String.join(" ", argument.description()));
        String from = initial == null && computed.find() ? "default: " + computed.group(1) : "default";
        return new Row(setting.name(), shown(text(argument, initial)), from);
    }

    private static Row row(Setting setting, String value, String from) {
        return new Row(setting.name(), setting.isSecret() ? HIDDEN : shown(value), from);
    }

    private static String text(ArgSpec argument, @Nullable Object value) {
        String separator = ",".equals(argument.splitRegex()) ? "," : "\n";
        return switch (value) {
            case null -> "";
            case List<?> list -> list.stream().map(String::valueOf).collect(Collectors.joining(separator));
            case Map<?, ?> map -> map.entrySet().stream().map(String::valueOf).collect(Collectors.joining(separator));
            default -> value.toString();
        };
    }

    /** On one line, whatever it contains. */
    private static String shown(String value) {
        StringBuilder shown = new StringBuilder();
        value.codePoints().forEach(c -> {
            switch (c) {
                case '\n' -> shown.append("\\n");
                case '\\' -> shown.append("\\\\");
                default -> {
                    if (Character.isISOControl(c)) {
                        shown.append(String.format("\\u%04x", c));
                    } else {
                        shown.appendCodePoint(c);
                    }
                }
            }
        });
        return shown.toString();
    }
}
