package dev.heddle.cli;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
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
    private static final String CONFIG_VARIABLE = Setting.variable("config");

    /** A default that picocli takes for none. */
    private static final String PICOCLI_NULL = "_NULL_";

    private static final Pattern SERVICE_LINK = Pattern.compile("HEDDLE_(?:[A-Z0-9_]+_)?"
            + "(?:SERVICE_HOST|SERVICE_PORT(?:_[A-Z0-9_]+)?|PORT_\\d+_(?:TCP|UDP|SCTP)(?:_(?:PROTO|PORT|ADDR))?)");

    private static final Pattern SERVICE_ADDRESS = Pattern.compile("(?:tcp|udp|sctp)://\\S+");

    /** The command line that was given, parsed without these defaults. */
    private final ParseResult given;

    /** Those of the command by name, in the order of its help. */
    private final Map<String, Setting> settings;

    /** By name, those that count. */
    private final Map<String, ConfiguredValue> values;

    /** What the command does not use, each in a sentence. */
    private final List<String> unused;

    /** The settings that a flag has taken back. */
    private final Set<String> none;

    private Configuration(
            ParseResult given,
            Map<String, Setting> settings,
            Map<String, ConfiguredValue> values,
            List<String> unused,
            Set<String> none) {
        this.given = given;
        this.settings = settings;
        this.values = values;
        this.unused = unused;
        this.none = none;
    }

    /**
     * Reads the configuration of the command that is called.
     *
     * @param main the commands, or the one that is called; parses with it, more than once if there are settings
     * @param all all commands: only asked if there are settings, as it takes tens of milliseconds
     * @param environment the variables
     * @param flags the command line
     * @return empty if the command has none, if it is only asked for help, or if its command line is wrong
     * @throws ParameterException if a variable or a property is wrong; the message says where it stands
     */
    static Optional<Configuration> of(
            CommandLine main, Supplier<CommandLine> all, Map<String, String> environment, GivenFlags flags) {
        ParseResult called;
        try {
            called = main.parseArgs(flags.array()).subcommand();
        } catch (ParameterException wrong) {
            return Optional.empty(); // The one who runs the command learns that from the command itself.
        }
        if (called == null || !isConfigurable(called.commandSpec().commandLine()) || isAskedForHelp(called)) {
            return Optional.empty();
        }
        CommandLine command = called.commandSpec().commandLine();
        try {
            return Optional.of(read(all, called, environment, flags.none()));
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

    private static Configuration read(
            Supplier<CommandLine> commands, ParseResult called, Map<String, String> environment, Set<String> none)
            throws ConfigurationException {
        CommandLine command = called.commandSpec().commandLine();
        Map<String, Setting> settings = new LinkedHashMap<>();
        Setting.of(called.commandSpec()).forEach(setting -> settings.put(setting.name(), setting));

        String file = called.matchedOptionValue(ConfigurationFlags.CONFIG, environment.get(CONFIG_VARIABLE));
        Collection<String> known = file == null && environment.keySet().stream().noneMatch(Configuration::isOurs)
                ? List.of()
                : names(commands.get());
        List<ConfiguredValue> all = new ArrayList<>(file == null ? List.of() : properties(file, known));
        all.addAll(variables(environment, known));
        Map<String, ConfiguredValue> values = new LinkedHashMap<>();
        List<String> unused = new ArrayList<>(serviceLinks(environment));
        for (ConfiguredValue value : all) {
            Setting setting = settings.get(value.name());
            if (setting == null) {
                unused.add(
                        "not used by " + called.commandSpec().name() + ": " + value.name() + ", from " + value.from());
            } else {
                check(command, setting, value);
                values.put(value.name(), value); // A variable replaces a property.
            }
        }
        return new Configuration(called, settings, values, unused, none);
    }

    private static boolean isOurs(String variable) {
        return variable.startsWith(Setting.VARIABLE_PREFIX);
    }

    /** The names of all settings, also of those that this command does not use. */
    private static Collection<String> names(CommandLine main) {
        Collection<String> names = new TreeSet<>();
        main.getSubcommands().values().stream()
                .filter(Configuration::isConfigurable)
                .flatMap(each -> Setting.of(each.getCommandSpec()).stream())
                .forEach(setting -> names.add(setting.name()));
        return names;
    }

    private static List<ConfiguredValue> properties(String file, Collection<String> known)
            throws ConfigurationException {
        List<ConfiguredValue> values = PropertiesFile.read(file);
        for (ConfiguredValue value : values) {
            if (Setting.FLAGS_ONLY.contains(value.name())) {
                throw new ConfigurationException(value.from() + ": " + onlyAFlag(value.name()));
            }
            if (!known.contains(value.name())) {
                throw new ConfigurationException(value.from() + ": " + unknown(value.name(), known));
            }
        }
        return values;
    }

    private static String unknown(String name, Collection<String> known) {
        String suggestion = NearestName.suggestion(name, known, UnaryOperator.identity());
        boolean misspelt = !suggestion.isEmpty() && name.matches("[A-Za-z-]+");
        if (misspelt) {
            return "unknown setting '" + name + "'" + suggestion;
        }
        String shown = Setting.shown(name);
        return shown.startsWith("'") ? "unknown setting " + shown : shown + " is not that of a setting";
    }

    private static String onlyAFlag(String name) {
        return "'" + name + "' can only be a flag" + (name.equals("config") ? ", or " + CONFIG_VARIABLE : "");
    }

    private static List<ConfiguredValue> variables(Map<String, String> environment, Collection<String> known)
            throws ConfigurationException {
        Map<String, String> names = new TreeMap<>();
        known.forEach(name -> names.put(Setting.variable(name), name));
        List<ConfiguredValue> values = new ArrayList<>();
        for (String variable : new TreeSet<>(environment.keySet())) {
            if (!variable.startsWith(Setting.VARIABLE_PREFIX)
                    || variable.equals(CONFIG_VARIABLE)
                    || isServiceLink(variable, environment)) {
                continue;
            }
            String name = names.get(variable);
            if (name == null) {
                String meant = variable.substring(Setting.VARIABLE_PREFIX.length())
                        .toLowerCase(Locale.ROOT)
                        .replace('_', '-');
                if (Setting.FLAGS_ONLY.contains(meant)) {
                    throw new ConfigurationException(variable + ": " + onlyAFlag(meant));
                }
                throw new ConfigurationException(
                        "unknown variable " + variable + NearestName.suggestion(meant, known, Setting::variable));
            }
            values.add(new ConfiguredValue(name, String.valueOf(environment.get(variable)), variable));
        }
        return values;
    }

    /** What Kubernetes puts into the containers beside a service whose name begins with ours. */
    private static boolean isServiceLink(String variable, Map<String, String> environment) {
        return SERVICE_LINK.matcher(variable).matches()
                || (variable.endsWith("_PORT")
                        && SERVICE_ADDRESS
                                .matcher(String.valueOf(environment.get(variable)))
                                .matches());
    }

    private static List<String> serviceLinks(Map<String, String> environment) {
        return new TreeSet<>(environment.keySet())
                .stream()
                        .filter(variable -> variable.startsWith(Setting.VARIABLE_PREFIX))
                        .filter(variable -> isServiceLink(variable, environment))
                        .map(variable -> "not used, as Kubernetes sets it for a service: " + variable)
                        .toList();
    }

    /** As a flag of a command line that has nothing else. */
    private static void check(CommandLine command, Setting setting, ConfiguredValue value)
            throws ConfigurationException {
        if (isNone(setting, value)) {
            return;
        }
        if (value.value().equals(PICOCLI_NULL)) {
            throw new ConfigurationException(value.from() + ": " + PICOCLI_NULL + " cannot be a value");
        }
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
                : configured(new Setting(argument))
                        .filter(value -> !isNone(new Setting(argument), value))
                        .map(ConfiguredValue::value)
                        .orElse(null);
    }

    private static boolean isNone(Setting setting, ConfiguredValue value) {
        return setting.canBeNone() && value.value().equals(Setting.NONE);
    }

    /** Whether the command line says that it has no value. */
    boolean isTakenBack(Setting setting) {
        return none.contains(setting.name());
    }

    /** Whether it is on the command line. */
    boolean isGiven(ArgSpec argument) {
        if (isTakenBack(new Setting(argument))) {
            return true;
        }
        if (argument instanceof OptionSpec option) { // No switch over types, as in Setting.
            return given.hasMatchedOption(option.longestName());
        }
        return argument instanceof PositionalParamSpec positional
                && given.hasMatchedPositional(positional.index().min());
    }

    /** What a variable or a property says of it, whatever the command line says. */
    Optional<ConfiguredValue> configured(Setting setting) {
        return Optional.ofNullable(values.get(setting.name()));
    }

    /** What the command does not use of the variables and properties, each in a sentence. */
    List<String> unused() {
        return unused;
    }

    /**
     * Where those settings come from that a message is about and that are not on the command line: a bound that depends on several of them
     * is only checked later.
     *
     * @param named the settings, if the code that made the message has named them
     * @return with a space in front; empty if there are none
     */
    String sources(String message, List<String> named) {
        List<String> flags = settings.keySet().stream()
                .filter(name -> hasWord(message, "--" + name))
                .toList();
        List<String> about = named.isEmpty() ? flags : named;
        String sources = settings.entrySet().stream()
                .filter(setting -> !isGiven(setting.getValue().argument()))
                .map(Map.Entry::getKey)
                .filter(name -> about.isEmpty() ? isAbout(message, name) : about.contains(name))
                .flatMap(name -> Optional.ofNullable(values.get(name)).stream())
                .map(value -> value.name() + " from " + value.from())
                .collect(Collectors.joining(", "));
        return sources.isEmpty() ? "" : " (" + sources + ")";
    }

    /** Whether it mentions a setting as the library calls it, such as maxOpenFiles, or connections for max-connections. */
    private static boolean isAbout(String message, String name) {
        String words = name.replaceFirst("^max-", "(max-)?").replace("-", "[- ]?");
        return hasWord(message, words);
    }

    private static boolean hasWord(String message, String word) {
        return Pattern.compile("(?<![a-z-])" + word + "(?![a-z-])", Pattern.CASE_INSENSITIVE)
                .matcher(message)
                .find();
    }
}
