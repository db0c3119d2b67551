package dev.heddle.cli;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * A flag, or an argument such as {@code DIR}, that a variable and a properties file can give, too.
 *
 * @param argument in picocli's model of the command
 */
record Setting(ArgSpec argument) {
    /** How every variable of ours begins. */
    static final String VARIABLE_PREFIX = "HEDDLE_";

    /** The value that takes back the value of another place, for a setting that has no value by default. */
    static final String NONE = "none";

    /** The user object, in picocli's model, of a flag whose value is never printed: neither by {@code --print-config} nor in an error message. */
    static final Object SECRET = new Object();

    /** Flags that say what the command does, and not how it serves. */
    static final List<String> FLAGS_ONLY = List.of("help", "version", "config", "print-config");

    /** The settings of a command, in the order of its help. */
    static List<Setting> of(CommandSpec command) {
        List<Setting> settings = new ArrayList<>();
        command.positionalParameters().forEach(argument -> settings.add(new Setting(argument)));
        command.options().forEach(option -> settings.add(new Setting(option)));
        settings.removeIf(setting -> FLAGS_ONLY.contains(setting.name()));
        return settings;
    }

    /** Its name in a properties file: {@code max-body} for {@code --max-body}, {@code dir} for {@code DIR}. */
    String name() {
        return argument instanceof OptionSpec option
                ? withoutDashes(option.longestName())
                : argument.paramLabel().toLowerCase(Locale.ROOT);
    }

    /** Without a pattern: each start asks for hundreds of names, and would make the pattern as often. */
    private static String withoutDashes(String flag) {
        int dashes = 0;
        while (dashes < flag.length() && flag.charAt(dashes) == '-') {
            dashes++;
        }
        return flag.substring(dashes);
    }

    /** A name as an error may print it: what does not look like one could be a part of a secret, of which a line break went missing. */
    static String shown(String name) {
        return name.matches("(?=.{1,40}$)[a-z]+(-[a-z]+)*") ? "'" + name + "'" : "this name";
    }

    /** Its variable: {@code HEDDLE_MAX_BODY} for {@code --max-body}. */
    String variable() {
        return variable(name());
    }

    /** The variable of a name. */
    static String variable(String name) {
        return VARIABLE_PREFIX + name.replace('-', '_').toUpperCase(Locale.ROOT);
    }

    /** The arguments of a command line that give it this value. */
    List<String> arguments(String value) {
        return argument instanceof OptionSpec option
                ? List.of(option.longestName() + "=" + value)
                : List.of("--", value);
    }

    /** Whether it has no value by default, so that {@link #NONE} can say so. */
    boolean canBeNone() {
        return argument.arity().max() > 0 && argument.defaultValue() == null && isNothing(argument.initialValue());
    }

    /** Without a switch over types: to link one takes the JVM 20 ms at each start. */
    private static boolean isNothing(@Nullable Object value) {
        return value == null
                || (value instanceof Collection<?> several && several.isEmpty())
                || (value instanceof Map<?, ?> pairs && pairs.isEmpty());
    }

    /** Whether its value must not be printed. */
    boolean isSecret() {
        return isSecret(argument);
    }

    /** The same of any argument; null is none. */
    static boolean isSecret(@Nullable ArgSpec argument) {
        return argument != null && argument.userObject() == SECRET;
    }
}
