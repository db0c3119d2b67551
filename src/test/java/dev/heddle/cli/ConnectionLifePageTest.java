package dev.heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.AccessibleObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Option;

/** docs/connection-life.md names every timeout, and each bound with its default. */
class ConnectionLifePageTest {
    private static final Path PAGE = Path.of("docs/connection-life.md");

    /** A row of the table of phases that begins with one flag, and its default. */
    private static final Pattern ROW = Pattern.compile("(?m)^\\| [A-Za-z]+ \\| `(--[a-z-]+)` \\| ([^|]+) \\|");

    @Test
    void everyDefaultIsThatOfItsFlag() throws IOException {
        Map<String, String> defaults = flags(TimeoutFlags.class, LimitFlags.class);
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
        assertThat(flags(TimeoutFlags.class).keySet())
                .allSatisfy(flag -> assertThat(page).contains("| `" + flag + "` |"));
    }

    private static Map<String, String> flags(Class<?>... declaring) {
        Map<String, String> defaults = new TreeMap<>();
        Stream.of(declaring)
                .flatMap(type -> Stream.<AccessibleObject>concat(
                        Stream.of(type.getDeclaredMethods()), Stream.of(type.getDeclaredFields())))
                .filter(flag -> flag.isAnnotationPresent(Option.class))
                .map(ConnectionLifePageTest::option)
                .forEach(option -> defaults.put(option.names()[0], option.defaultValue()));
        return defaults;
    }

    private static Option option(AccessibleObject flag) {
        return flag.getAnnotation(Option.class);
    }
}
