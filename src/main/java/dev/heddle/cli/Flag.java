package dev.heddle.cli;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * A flag of a command that serves: how picocli knows it, and the value that the command line has given it. On the main thread.
 *
 * <p>These commands describe their flags in code. To read them from annotations took a sixth of a server's start (docs/start-up.md): each
 * kind of annotation is a proxy class that the JVM makes anew, as no archive of JDK 21 has a place for it.
 *
 * <pre>{@code
 * Flag<Integer> port = Flag.add(command, Integer.class, OptionSpec.builder("-p", "--port")
 *         .paramLabel("N")
 *         .converters(new WholeNumber.Port())
 *         .initialValue(8080)
 *         .description("The port to listen on; 0 for any free one."));
 * }</pre>
 *
 * @param <T> the type of its value
 */
final class Flag<T> {
    private final OptionSpec option;

    private Flag(CommandSpec command, OptionSpec.Builder described) {
        option = described.build();
        command.addOption(option);
    }

    /** Adds a flag that has one value. */
    static <T> Flag<T> add(CommandSpec command, Class<T> type, OptionSpec.Builder described) {
        return new Flag<>(command, described.type(type));
    }

    /** Adds a flag that is there or not. */
    static Flag<Boolean> addSwitch(CommandSpec command, OptionSpec.Builder described) {
        return new Flag<>(command, described.type(Boolean.class).initialValue(false));
    }

    /** Adds a flag that has any number of values. */
    static <E> Flag<List<E>> addList(CommandSpec command, Class<E> element, OptionSpec.Builder described) {
        return new Flag<>(command, described.type(List.class).auxiliaryTypes(element));
    }

    /** Adds a flag that has any number of values of the form KEY=VALUE. */
    static <K, V> Flag<Map<K, V>> addMap(
            CommandSpec command, Class<K> key, Class<V> value, OptionSpec.Builder described) {
        return new Flag<>(command, described.type(Map.class).auxiliaryTypes(key, value));
    }

    /** Adds those that every command has. */
    static void addHelpAndVersion(CommandSpec command) {
        command.addOption(OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Show this help message and exit.")
                .build());
        command.addOption(OptionSpec.builder("-V", "--version")
                .versionHelp(true)
                .description("Print version information and exit.")
                .build());
        command.versionProvider(new Version());
    }

    /** Its value, for a flag that has one in any case. */
    T value() {
        return Objects.requireNonNull(orNull(), option::longestName);
    }

    /** Its value; null if it has none. */
    @Nullable
    T orNull() {
        return option.getValue();
    }

    /** Whether it has a value: a flag without a default does if it was given. */
    boolean isPresent() {
        return orNull() != null;
    }

    /** Takes its value, if it has one. */
    void ifPresent(Consumer<? super T> taker) {
        T value = orNull();
        if (value != null) {
            taker.accept(value);
        }
    }
}
