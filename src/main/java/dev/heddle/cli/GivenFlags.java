package dev.heddle.cli;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/**
 * A command line, without the flags whose value is {@code none}: those have no value, whatever a variable or a file says.
 *
 * @param arguments what is left of it, for picocli
 * @param none the names of those settings
 */
record GivenFlags(List<String> arguments, Set<String> none) {
    /** Of the arguments of a program. */
    static GivenFlags of(CommandLine main, String... arguments) {
        List<String> left = new ArrayList<>();
        Set<String> none = new HashSet<>();
        CommandLine command = null;
        int next = 0;
        while (next < arguments.length) {
            String argument = arguments[next++];
            if (command == null) {
                command = main.getSubcommands().get(argument);
                left.add(argument);
                continue;
            }
            if (argument.equals("--")) {
                next--;
                break; // What follows are no flags.
            }
            Setting setting = optional(command, argument.split("=", 2)[0]);
            boolean separate = argument.indexOf('=') < 0;
            String value = !separate
                    ? argument.substring(argument.indexOf('=') + 1)
                    : next < arguments.length ? arguments[next] : "";
            if (setting != null && value.equals(Setting.NONE)) {
                none.add(setting.name());
                next += separate ? 1 : 0;
            } else {
                left.add(argument);
            }
        }
        left.addAll(List.of(arguments).subList(next, arguments.length));
        return new GivenFlags(List.copyOf(left), Set.copyOf(none));
    }

    private static @Nullable Setting optional(CommandLine command, String flag) {
        if (!flag.startsWith("-") || command.getCommandSpec().findOption(ConfigurationFlags.CONFIG) == null) {
            return null;
        }
        OptionSpec option = command.getCommandSpec().findOption(flag);
        return option != null && new Setting(option).canBeNone() ? new Setting(option) : null;
    }

    String[] array() {
        return arguments.toArray(String[]::new);
    }
}
