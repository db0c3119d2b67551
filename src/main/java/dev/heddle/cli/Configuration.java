package dev.heddle.cli;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * The settings of a command that variables and a properties file give: the defaults of what is not on its command line. A variable counts
 * before a property. On the main thread.
 *
 * <p>Each value is first parsed alone, as the value of its flag: so it is checked in the same way, and an error can say where it stands.
 */
final class Configuration implements IDefaultValueProvider {
    /** The command line that was given, parsed without these defaults. */
    private final ParseResult given;

    /** By name, those that count. */
    private final Map<String, ConfiguredValue> values;

    /** Those of another command. */
    private final List<ConfiguredValue> unused;

    private Configuration(ParseResult given, Map<String, ConfiguredValue> values, List<ConfiguredValue> unused) {
        this.given = given;
        this.values = values;
        this.unused = unused;
    }

    /**
     * Reads the configuration of the command that is called.
     *
     * @param main all commands, for this alone
     * @param environment the variables
     * @param arguments the command line
     * @return empty if the command has none, if it is only asked for help, or if its command line is wrong
     * @throws ParameterException if a variable or a property is wrong; the message says where it stands
     */
    static Optional<Configuration> of(CommandLine main, Map<String, String> environment, String... arguments) {
        ParseResult called;
        try {
            called = main.parseArgs(arguments).subcommand();
        } catch (ParameterException wrong) {
            return Optional.empty(); // The one who runs the command learns that from the command itself.
        }
        if (called == null || !isConfigurable(called.commandSpec().commandLine()) || isAskedForHelp(called)) {
            return Optional.empty();
        }
        CommandLine command = called.commandSpec().commandLine();
        try {
            return Optional.of(read(main, called, environment));
        } catch (ConfigurationException wrong) {
            throw new ParameterException(command, String.valueOf(wrong.getMessage()));
        }
    }

    private static boolean isConfigurable(CommandLine command) {
        return command.getCommandSpec().findOption(ConfigurationFlags.CONFIG) != null;
    }

    private static boolean isAskedForHelp(ParseResult called) {
        return called.isUsageHelpRequested() || called.isVersionHelpRequested();
    }

    private static Configuration read(CommandLine main, ParseResult called, Map<String, String> environment)
            throws ConfigurationException {
        CommandLine command = called.commandSpec().commandLine();
        Collection<String> known = new TreeSet<>();
        main.getSubcommands().values().stream()
                .filter(Configuration::isConfigurable)
                .flatMap(each -> Setting.of(each.getCommandSpec()).stream())
                .forEach(setting -> known.add(setting.name()));
        Map<String, Setting> settings = new HashMap<>();
        Setting.of(called.commandSpec()).forEach(setting -> settings.put(setting.name(), setting));

        String file = called.matchedOptionValue(ConfigurationFlags.CONFIG, environment.get(Setting.variable("config")));
        List<ConfiguredValue> all = new ArrayList<>(file == null ? List.of() : properties(file, known));
        all.addAll(variables(environment, known));
        Map<String, ConfiguredValue> values = new LinkedHashMap<>();
        List<ConfiguredValue> unused = new ArrayList<>();
        for (ConfiguredValue value : all) {
            Setting setting = settings.get(value.name());
            if (setting == null) {
                unused.add(value);
            } else {
                check(command, setting, value);
                values.put(value.name(), value); // A variable replaces a property.
            }
        }
        return new Configuration(called, values, unused);
    }

    private static List<ConfiguredValue> properties(String file, Collection<String> known)
            throws ConfigurationException {
        List<ConfiguredValue> values = PropertiesFile.read(file);
        for (ConfiguredValue value : values) {
            if (Setting.FLAGS_ONLY.contains(value.name())) {
                throw new ConfigurationException(value.from() + ": '" + value.name() + "' can only be a flag");
            }
            if (!known.contains(value.name())) {
                throw new ConfigurationException(value.from() + ": unknown setting '" + value.name() + "'"
                        + NearestName.of(value.name(), known)
                                .map(Configuration::suggestion)
                                .orElse(""));
            }
        }
        return values;
    }

    private static List<ConfiguredValue> variables(Map<String, String> environment, Collection<String> known)
            throws ConfigurationException {
        Map<String, String> names = new TreeMap<>();
        known.forEach(name -> names.put(Setting.variable(name), name));
        List<ConfiguredValue> values = new ArrayList<>();
        for (String variable : new TreeSet<>(environment.keySet())) {
            if (!variable.startsWith(Setting.VARIABLE_PREFIX) || variable.equals(Setting.variable("config"))) {
                continue;
            }
            String name = names.get(variable);
            if (name == null) {
                String meant = variable.substring(Setting.VARIABLE_PREFIX.length())
                        .toLowerCase(Locale.ROOT)
                        .replace('_', '-');
                throw new ConfigurationException("unknown variable " + variable
                        + NearestName.of(meant, known)
                                .map(nearest -> suggestion(Setting.variable(nearest)))
                                .orElse(""));
            }
            values.add(new ConfiguredValue(name, String.valueOf(environment.get(variable)), variable));
        }
        return values;
    }

    private static String suggestion(String nearest) {
        return "; did you mean " + nearest + "?";
    }

    /** As a flag of a command line that has nothing else. */
    private static void check(CommandLine command, Setting setting, ConfiguredValue value)
            throws ConfigurationException {
        try {
            command.parseArgs(setting.arguments(value.value()).toArray(String[]::new));
        } catch (ParameterException wrong) {
            String reason = setting.isSecret() ? "invalid value for '" + setting.name() + "'" : wrong.getMessage();
            throw new ConfigurationException(value.from() + ": " + reason);
        }
    }

    /** Makes them the defaults of the command. */
    void applyTo(CommandLine main) {
        CommandLine command = Objects.requireNonNull(
                main.getSubcommands().get(given.commandSpec().name()));
        command.setDefaultValueProvider(this);
        command.setInterpolateVariables(false); // A flag's value is taken as it stands, too.
    }

    /** None for what is on the command line: picocli would take a flag without a value for the opposite of its default. */
    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
        return isGiven(argument)
                ? null
                : configured(new Setting(argument)).map(ConfiguredValue::value).orElse(null);
    }

    /** Whether it is on the command line. */
    boolean isGiven(ArgSpec argument) {
        return switch (argument) {
            case OptionSpec option -> given.hasMatchedOption(option.longestName());
            case PositionalParamSpec positional ->
                given.hasMatchedPositional(positional.index().min());
            default -> false;
        };
    }

    /** What a variable or a property says of it, whatever the command line says. */
    Optional<ConfiguredValue> configured(Setting setting) {
        return Optional.ofNullable(values.get(setting.name()));
    }

    /** What the command does not use of the variables and properties. */
    List<ConfiguredValue> unused() {
        return unused;
    }

    /**
     * Where those settings come from that a message is about and that are not on the command line: a bound that depends on several of them
     * is only checked later.
     *
     * @return with a space in front; empty if there are none
     */
    String sources(String message) {
        String sources = Setting.of(given.commandSpec()).stream()
                .filter(setting -> !isGiven(setting.argument()) && isAbout(message, setting.name()))
                .flatMap(setting -> configured(setting).stream())
                .map(value -> value.name() + " from " + value.from())
                .collect(Collectors.joining(", "));
        return sources.isEmpty() ? "" : " (" + sources + ")";
    }

    /** Whether it mentions a setting: as a flag, or as the library calls it, such as maxOpenFiles, or connections for max-connections. */
    private static boolean isAbout(String message, String name) {
        String words = name.replaceFirst("^max-", "(max-)?").replace("-", "[- ]?");
        return Pattern.compile("(?<![a-z])" + words + "(?![a-z])", Pattern.CASE_INSENSITIVE)
                .matcher(message)
                .find();
    }
}
