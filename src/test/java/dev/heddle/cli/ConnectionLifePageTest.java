package dev.heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** docs/connection-life.md names every timeout, and each bound with its default. */
class ConnectionLifePageTest {
    private static final Path PAGE = Path.of("docs/connection-life.md");

    /** A row of the table of phases that begins with one flag, and its default. */
    private static final Pattern ROW = Pattern.compile("(?m)^\\| [A-Za-z]+ \\| `(--[a-z-]+)` \\| ([^|]+) \\|");

    @Test
    void everyDefaultIsThatOfItsFlag() throws IOException {
        Map<String, String> defaults = flags(List.of(TimeoutFlags::new, LimitFlags::new));
        String page = Files.readString(PAGE);
        assertThat(ROW.matcher(page).results())
                .hasSizeGreaterThan(15)
                .allSatisfy(row -> assertThat(defaults).containsKey(row.group(1)))
                // Defaults that follow from what the process has are not in the help.
                .filteredOn(row -> !row.group(2).startsWith("from the"))
                .allSatisfy(row -> assertThat(defaults).containsEntry(row.group(1), row.group(2)));
    }

    @Test
    void everyTimeoutIsOnThePage() throws IOException {
        String page = Files.readString(PAGE);
        assertThat(flags(List.of(TimeoutFlags::new)).keySet())
                .hasSizeGreaterThan(10)
                .allSatisfy(flag -> assertThat(page).contains("| `" + flag + "` |"));
    }

    /** Their names, and their defaults as the help shows them; "" for none. */
    private static Map<String, String> flags(List<Consumer<CommandSpec>> groups) {
        CommandSpec command = CommandSpec.create();
        groups.forEach(group -> group.accept(command));
        return command.options().stream()
                .collect(Collectors.toMap(
                        OptionSpec::longestName, flag -> Objects.requireNonNullElse(flag.defaultValue(), "")));
    }
}
