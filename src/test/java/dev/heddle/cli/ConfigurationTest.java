package dev.heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What a user of {@code serve} and {@code demo} sees of flags, variables and properties, from {@code --print-config} and errors. */
class ConfigurationTest {
    private final Path folder;

    ConfigurationTest(@TempDir Path folder) {
        this.folder = folder;
    }

    /** What a command has printed, and its exit code. */
    private record Ran(int code, String out, String err) {
        /** The value of a setting, and where it comes from. */
        String row(String name) {
            return out.lines()
                    .filter(line -> line.startsWith(name + " "))
                    .map(line -> line.replaceAll(" {2,}", " | "))
                    .findFirst()
                    .orElse("(no row)");
        }
    }

    private static Ran run(Map<String, String> variables, String... arguments) {
        return run(Main::commands, variables, arguments);
    }

    private static Ran run(Supplier<CommandLine> commands, Map<String, String> variables, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Main.run(
                () -> commands.get().setOut(new PrintWriter(out)).setErr(new PrintWriter(err)), variables, arguments);
        return new Ran(code, out.toString(), err.toString());
    }

    private static Ran print(Map<String, String> variables, String... arguments) {
        String[] all = Arrays.copyOf(arguments, arguments.length + 1);
        all[arguments.length] = "--print-config";
        return run(variables, all);
    }

    private static CommandLine command(String name) {
        return Objects.requireNonNull(Main.commands().getSubcommands().get(name));
    }

    private String file(String... lines) throws IOException {
        return Files.writeString(folder.resolve("heddle.properties"), String.join("\n", lines) + "\n")
                .toString();
    }

    private static void assertWrong(Ran ran, String error) {
        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err().lines()).singleElement().asString().startsWith("heddle: " + error);
    }

    // ---- the order

    @Test
    void flagCountsBeforeVariableBeforeFileBeforeDefault() throws IOException {
        String file = file("port = 1", "max-head = 2k", "max-body = 3k", "backlog = 4");
        Ran ran = print(
                Map.of("HEDDLE_PORT", "5", "HEDDLE_MAX_HEAD", "6k", "PORT", "7"), "demo", "--config", file, "-p", "8");
        assertThat(ran.code()).isZero();
        assertThat(ran.err()).isEmpty();
        assertThat(ran.row("port")).isEqualTo("port | 8 | flag");
        assertThat(ran.row("max-head")).isEqualTo("max-head | 6k | HEDDLE_MAX_HEAD");
        assertThat(ran.row("max-body")).isEqualTo("max-body | 3k | " + file + ":3");
        assertThat(ran.row("max-request-line")).isEqualTo("max-request-line | 8KiB | default");
        assertThat(ran.row("carriers"))
                .isEqualTo("carriers | default: the available processors, 1 for single-threaded");
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo", "serve"})
    void printedConfigurationHasEveryFlagOfTheHelp(String command) {
        CommandLine help = command(command);
        Pattern flag = Pattern.compile("^ .{3,5}--([a-z-]+)", Pattern.MULTILINE);
        List<String> flags = flag.matcher(help.getUsageMessage())
                .results()
                .map(found -> found.group(1))
                .filter(name ->
                        !List.of("help", "version", "config", "print-config").contains(name))
                .collect(Collectors.toList());
        assertThat(flags).hasSizeGreaterThan(40);
        Ran ran = print(Map.of(), command);
        // A system property replaces the default of one setting, and the tests run with it.
        flags.remove("scheduler");
        assertThat(flags).allSatisfy(name -> assertThat(ran.row(name)).contains("| default"));
        assertThat(ran.out().lines().skip(1).filter(line -> !line.startsWith("scheduler ")))
                .allSatisfy(line -> assertThat(line).contains("default"));
    }

    @Test
    void fileIsThatOfTheFlagOrElseOfItsVariable() throws IOException {
        String file = file("port=1");
        assertThat(print(Map.of("HEDDLE_CONFIG", file), "demo").row("port")).isEqualTo("port | 1 | " + file + ":1");
        String other = Files.writeString(folder.resolve("other"), "port=2").toString();
        assertThat(print(Map.of("HEDDLE_CONFIG", file), "demo", "--config=" + other)
                        .row("port"))
                .isEqualTo("port | 2 | " + other + ":1");
    }

    @Test
    void directoryIsASettingToo() {
        Map<String, String> variables = Map.of("HEDDLE_DIR", "/srv/site");
        assertThat(print(variables, "serve").row("dir")).isEqualTo("dir | /srv/site | HEDDLE_DIR");
        assertThat(print(variables, "serve", "here").row("dir")).isEqualTo("dir | here | argument");
        assertThat(print(Map.of(), "serve").row("dir")).isEqualTo("dir | . | default");
    }

    @Test
    void settingsOfTheOtherCommandAreNeitherUsedNorAnError() throws IOException {
        String file = file("max-ranges=5", "port=1");
        Ran ran = print(Map.of("HEDDLE_INDEX", "a.html"), "demo", "--config", file);
        assertThat(ran.code()).isZero();
        assertThat(ran.out())
                .contains(
                        "not used by demo: index, from HEDDLE_INDEX",
                        "not used by demo: max-ranges, from " + file + ":1");
        assertThat(ran.row("index")).isEqualTo("(no row)");
    }

    // ---- the file

    @Test
    void fileIsUtf8WithCommentsAndLinesThatGoOn() throws IOException {
        String file = file(
                "\uFEFF# a comment \\", "! another", "", "charset: \u00fctf\\", "    -8", "index=a\\u0020b,\\", " c");
        Ran ran = print(Map.of(), "serve", "--config", file);
        assertThat(ran.row("charset")).isEqualTo("charset | \u00fctf-8 | " + file + ":4");
        assertThat(ran.row("index")).isEqualTo("index | a b,c | " + file + ":6");
    }

    @Test
    void propertyThatIsThereTwiceIsAnErrorWithBothLines() throws IOException {
        String file = file("port=1", "# so", "port=1");
        assertWrong(print(Map.of(), "demo", "--config", file), file + ":3: 'port' is in line 1 already");
    }

    @Test
    void bytesThatAreNotUtf8AreAnErrorWithTheirLine() throws IOException {
        Path file = folder.resolve("latin1");
        Files.write(file, "port=1\n\ncharset=\u00fc\n".getBytes(StandardCharsets.ISO_8859_1));
        assertWrong(print(Map.of(), "demo", "--config", file.toString()), file + ":3: not UTF-8");
        Files.write(file, "\u00fc\n".getBytes(StandardCharsets.ISO_8859_1));
        assertWrong(print(Map.of(), "demo", "--config", file.toString()), file + ":1: not UTF-8");
        Files.write(file, "port=1\n\u00fc".getBytes(StandardCharsets.ISO_8859_1));
        assertWrong(print(Map.of(), "demo", "--config", file.toString()), file + ":2: not UTF-8");
    }

    @Test
    void fileThatCannotBeReadOrUnderstoodIsNamed() throws IOException {
        String missing = folder.resolve("missing").toString();
        assertWrong(print(Map.of(), "demo", "--config", missing), "no such file: '" + missing + "'");
        assertWrong(print(Map.of("HEDDLE_CONFIG", ""), "demo"), "cannot read ''");
        String file = file("port=1", "index=\\u12");
        assertWrong(print(Map.of(), "serve", "--config", file), file + ":2: malformed escape");
        Files.write(Path.of(file), new byte[(1 << 20) + 1]);
        assertWrong(print(Map.of(), "serve", "--config", file), file + ": too large (limit 1048576 bytes)");
    }

    // ---- names

    @ParameterizedTest
    @CsvSource({
        "HEDDLE_PROT, HEDDLE_PORT",
        "HEDDLE_MAX_CONECTIONS, HEDDLE_MAX_CONNECTIONS",
        "HEDDLE_port, HEDDLE_PORT",
        "HEDDLE_IDEL_TIMEOUT, HEDDLE_IDLE_TIMEOUT"
    })
    void misspeltVariableIsAnErrorThatSuggestsTheNearest(String wrong, String meant) {
        assertWrong(print(Map.of(wrong, "1"), "demo"), "unknown variable " + wrong + "; did you mean " + meant + "?");
    }

    @ParameterizedTest
    @CsvSource({"prot, port", "maxConnections, max-connections", "head-timout, head-timeout", "no-listings, no-listing"
    })
    void misspeltPropertyIsAnErrorWithItsLineThatSuggestsTheNearest(String wrong, String meant) throws IOException {
        String file = file("", wrong + " = 1");
        assertWrong(
                print(Map.of(), "demo", "--config", file),
                file + ":2: unknown setting '" + wrong + "'; did you mean " + meant + "?");
    }

    @Test
    void nameThatIsLikeNoOtherGetsNoSuggestion() {
        assertWrong(print(Map.of("HEDDLE_X", "1"), "demo"), "unknown variable HEDDLE_X (try");
    }

    @ParameterizedTest
    @ValueSource(strings = {"config", "print-config", "help"})
    void whatOnlyAFlagCanSayIsAnErrorInAFile(String name) throws IOException {
        String file = file(name + "=true");
        assertWrong(print(Map.of(), "demo", "--config", file), file + ":1: '" + name + "' can only be a flag");
    }

    // ---- values

    /** Every flag that rejects this value says the same of it in a variable and in a file. */
    @Test
    void valuesAreCheckedAsThoseOfFlagsAre() throws IOException {
        Map<String, String> rejected = new TreeMap<>();
        CommandLine demo = command("demo");
        for (Setting setting : Setting.of(demo.getCommandSpec())) {
            Ran byFlag = print(Map.of(), "demo", "--" + setting.name() + "=:");
            if (byFlag.code() != 0) {
                rejected.put(setting.name(), byFlag.err().substring("heddle: ".length()));
            }
        }
        assertThat(rejected).hasSizeGreaterThan(30);
        for (Map.Entry<String, String> each : rejected.entrySet()) {
            String variable = Setting.variable(each.getKey());
            assertThat(print(Map.of(variable, ":"), "demo").err())
                    .isEqualTo("heddle: " + variable + ": " + each.getValue());
            String file = file("#", each.getKey() + "=:");
            assertThat(print(Map.of(), "demo", "--config", file).err())
                    .isEqualTo("heddle: " + file + ":2: " + each.getValue());
        }
    }

    @Test
    void wrongValueIsAnErrorEvenIfAnotherOneCounts() {
        assertWrong(
                print(Map.of("HEDDLE_PORT", "x"), "demo", "-p", "1"), "HEDDLE_PORT: Invalid value for option '--port'");
    }

    @Test
    void boundThatIsOnlyCheckedLaterNamesTheFileToo() throws IOException {
        String file = file("max-connections=0", "max-head=100", "carriers=3");
        assertWrong(
                run(Map.of(), "demo", "--config", file, "--carriers=1"),
                "limit connections must be at least 1, not 0 (max-connections from " + file + ":1)");
        assertWrong(
                run(Map.of("HEDDLE_ARCHITECTURE", "single-threaded"), "demo", "--config", file),
                "--carriers 3: single-threaded runs on one carrier (carriers from " + file + ":3)");
        assertWrong(
                run(Map.of("HEDDLE_MAX_OPEN_FILES", "0"), "serve", folder.toString()),
                "maxOpenFiles must be at least 1, not 0 (max-open-files from HEDDLE_MAX_OPEN_FILES)");
    }

    @Test
    void errorNamesThePlaceOfItsOwnSettingOnly() throws IOException {
        String file = file(
                "access-log = x",
                "access-log-format = json",
                "access-log-fields = time,tim",
                "access-log-buffer = 64k",
                "port = 0",
                "live-port = 0");
        assertThat(run(Map.of(), "demo", "--config", file, "--live-port=none").err())
                .contains("unknown field 'tim'")
                .contains(" (access-log-fields from " + file + ":3) (try");
        assertThat(run(Map.of("HEDDLE_PROTOCOL", "line"), "demo", "--config", file, "--access-log=none")
                        .err())
                .contains("--live-port needs --protocol http (")
                .contains("protocol from HEDDLE_PROTOCOL")
                .contains("live-port from " + file + ":6")
                .doesNotContain(" port from", "(port from");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--access-log-format xml|--access-log-format: unknown format 'xml'; known: common, combined, json",
                "--access-log-fields time|--access-log-fields needs --access-log-format json",
                "--access-log-format json --access-log-fields time,tim|--access-log-fields: unknown field 'tim' of the access log; known: time, ",
                "--access-log - --access-log-buffer 1|--access-log-buffer: the access log's buffer must be at least 65536 bytes, not 1",
                "--protocol line --access-log -|--access-log needs --protocol http"
            })
    void wrongFlagOfAnAccessLogIsNamed(String flags, String error) {
        assertWrong(run(Map.of(), ("demo -p 0 " + flags).split(" ", -1)), error);
    }

    @Test
    void accessLogThatCannotBeWrittenIsNamed() {
        for (String log :
                List.of(folder.toString(), folder.resolve("missing/access.log").toString())) {
            Ran ran = run(Map.of("HEDDLE_ACCESS_LOG", log), "demo", "-p", "0");
            assertThat(ran.code()).isEqualTo(1);
            assertThat(ran.out()).isEmpty();
            assertThat(ran.err())
                    .startsWith("heddle: cannot write the access log '" + log + "': ")
                    .endsWith(" (access-log from HEDDLE_ACCESS_LOG)\n");
        }
    }

    @Test
    void failureAtTheStartNamesThePlaceToo() throws IOException {
        Ran ran = run(Map.of("HEDDLE_BIND", "no such address"), "demo", "--port=0");
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err())
                .isEqualTo("heddle: cannot listen on 'no such address': unknown address (bind from HEDDLE_BIND)\n");
        String missing = folder.resolve("missing").toString();
        String file = file("dir = " + missing);
        assertThat(run(Map.of(), "serve", "--port=0", "--config", file).err())
                .isEqualTo("heddle: no such directory: '" + missing + "' (dir from " + file + ":1)\n");
        assertThat(run(Map.of(), "serve", "--port=0", missing).err())
                .isEqualTo("heddle: no such directory: '" + missing + "'\n");
    }

    @Test
    void valueIsTakenAsItStands() {
        assertThat(print(Map.of("HEDDLE_CHARSET", "${HOME}\\ \"x\""), "serve").row("charset"))
                .isEqualTo("charset | ${HOME}\\\\ \"x\" | HEDDLE_CHARSET");
        assertThat(print(Map.of("HEDDLE_CHARSET", "a\u001b[2J\nport"), "serve").row("charset"))
                .isEqualTo("charset | a\\u001b[2J\\nport | HEDDLE_CHARSET");
    }

    /** Picocli by itself takes a flag whose default is true for false. */
    @Test
    void flagThatAVariableSetsAlreadyIsStillSet() {
        assertThat(print(Map.of("HEDDLE_VERBOSE", "true"), "demo", "--verbose").row("verbose"))
                .isEqualTo("verbose | true | flag");
        assertThat(print(Map.of("HEDDLE_VERBOSE", "true"), "demo", "--verbose=false")
                        .row("verbose"))
                .isEqualTo("verbose | false | flag");
    }

    @Test
    void helpAndVersionAndWrongFlagsDoNotReadTheConfiguration() {
        Map<String, String> broken = Map.of("HEDDLE_PROT", "1", "HEDDLE_PORT", "9");
        assertThat(run(broken, "demo", "--help").out())
                .startsWith("Usage: heddle demo")
                .contains("Default: 8080")
                .doesNotContain("Default: 9\n");
        assertThat(run(broken, "serve", "--version").out()).startsWith("heddle ");
        assertWrong(run(broken, "demo", "--prot"), "Unknown option: '--prot'; did you mean --port? (try");
    }

    @ParameterizedTest
    @CsvSource({
        "demo --prot 1, --prot, --port",
        "demo --prot=1, --prot, --port",
        "serve . --max-conections=1, --max-conections, --max-connections",
        "serve --print-confg, --print-confg, --print-config",
        "load --conections 1, --conections, --connections",
        "--versoin, --versoin, --version"
    })
    void misspeltFlagIsAnErrorThatSuggestsTheNearest(String line, String wrong, String meant) {
        assertWrong(
                run(Map.of(), line.split(" ", -1)),
                "Unknown option: '" + wrong + "'; did you mean " + meant + "? (try");
    }

    @Test
    void flagThatIsLikeNoOtherAndAnArgumentTooManyAreNamed() {
        assertWrong(run(Map.of(), "demo", "--qqqqq=1"), "Unknown option: '--qqqqq' (try");
        assertWrong(run(Map.of(), "demo", "prot"), "unexpected argument: 'prot' (try");
    }

    // ---- a value that is taken back

    @Test
    void noneTakesBackWhatAPlaceBehindItSays() throws IOException {
        String file = file("access-log = a.log", "live-port = 1", "cache-control = no-cache", "carriers = 3");
        Ran ran = print(
                Map.of("HEDDLE_LIVE_PORT", "none", "HEDDLE_ACCESS_LOG", "b.log"),
                "demo",
                "--config",
                file,
                "--access-log=none",
                "--carriers",
                "none");
        assertThat(ran.err()).isEmpty();
        assertThat(ran.row("access-log")).isEqualTo("access-log | none | flag");
        assertThat(ran.row("live-port")).isEqualTo("live-port | none | HEDDLE_LIVE_PORT");
        assertThat(ran.row("carriers")).isEqualTo("carriers | none | flag");
        assertThat(print(Map.of("HEDDLE_CACHE_CONTROL", "none"), "serve", "--config", file)
                        .row("cache-control"))
                .isEqualTo("cache-control | none | HEDDLE_CACHE_CONTROL");
        // A live page would need http: it is really off.
        Ran off = run(
                Map.of("HEDDLE_LIVE_PORT", "none"), "demo", "--config", file, "--protocol", "line", "--acceptors=1");
        assertWrong(off, "--access-log needs --protocol http (access-log from " + file + ":1)");
        off = run(
                Map.of("HEDDLE_LIVE_PORT", "none", "HEDDLE_ACCESS_LOG", "none"),
                "demo",
                "--config",
                file,
                "--protocol=line",
                "--carriers=1",
                "--bind=");
        assertWrong(off, "--bind needs an address");
    }

    @Test
    void settingWithADefaultHasNoNone() {
        assertWrong(print(Map.of("HEDDLE_PORT", "none"), "demo"), "HEDDLE_PORT: Invalid value for option '--port'");
        assertWrong(print(Map.of(), "demo", "--port=none"), "Invalid value for option '--port'");
    }

    // ---- what is not ours

    @Test
    void variablesOfAKubernetesServiceAreNoError() {
        Map<String, String> links = new TreeMap<>(Map.of(
                "HEDDLE_PORT", "tcp://10.0.0.1:80",
                "HEDDLE_SERVICE_HOST", "10.0.0.1",
                "HEDDLE_ADMIN_SERVICE_PORT", "80",
                "HEDDLE_ADMIN_SERVICE_PORT_HTTP", "80",
                "HEDDLE_ADMIN_PORT", "udp://10.0.0.1:80",
                "HEDDLE_ADMIN_PORT_80_TCP", "tcp://10.0.0.1:80",
                "HEDDLE_ADMIN_PORT_80_TCP_ADDR", "10.0.0.1"));
        Ran ran = print(links, "demo");
        assertThat(ran.err()).isEmpty();
        assertThat(ran.row("port")).isEqualTo("port | 8080 | default");
        assertThat(ran.out().lines().filter(line -> line.startsWith("not used, as Kubernetes")))
                .hasSize(links.size());
        links.put("HEDDLE_VERSION", "1");
        assertWrong(print(links, "demo"), "HEDDLE_VERSION: 'version' can only be a flag");
    }

    @Test
    void whatOnlyAFlagCanSayIsAnErrorInAVariable() {
        assertWrong(print(Map.of("HEDDLE_HELP", "1"), "demo"), "HEDDLE_HELP: 'help' can only be a flag");
        assertWrong(
                print(Map.of("HEDDLE_PRINT_CONFIG", "1"), "demo"),
                "HEDDLE_PRINT_CONFIG: 'print-config' can only be a flag");
    }

    @Test
    void whatPicocliTakesForNothingIsNoValue() {
        assertWrong(print(Map.of("HEDDLE_CHARSET", "_NULL_"), "serve"), "HEDDLE_CHARSET: _NULL_ cannot be a value");
    }

    // ---- what the configuration relies on

    @ParameterizedTest
    @ValueSource(strings = {"demo", "serve"})
    void settingsHaveVariablesOfTheirOwnAreNotRequiredAndNoSecretHasADefault(String name) {
        List<Setting> settings = Setting.of(command(name).getCommandSpec());
        assertThat(settings.stream().map(Setting::variable)).doesNotHaveDuplicates();
        assertThat(settings).noneMatch(setting -> setting.argument().required());
        assertThat(settings.stream().filter(Setting::isSecret))
                .as("the help prints defaults")
                .allMatch(setting -> setting.argument().initialValue() == null);
    }

    @Test
    void otherCommandsHaveNoConfiguration() {
        assertWrong(run(Map.of("HEDDLE_PROT", "1"), "load"), "Missing required");
    }

    // ---- secrets

    private static CommandLine withASecret() {
        CommandSpec command = CommandSpec.create().name("secretive");
        ConfigurationFlags.addTo(command);
        Flag<Integer> key = Flag.add(
                command,
                Integer.class,
                OptionSpec.builder("--key").converters(new WholeNumber.Count()).userObject(Setting.SECRET));
        command.addOption(OptionSpec.builder("--pin")
                .type(String.class)
                .initialValue("1234")
                .userObject(Setting.SECRET)
                .build());
        command.addOption(OptionSpec.builder("--user")
                .type(String.class)
                .initialValue("nobody")
                .build());
        Callable<Integer> run = () -> key.isPresent() ? 7 : 0;
        CommandLine secretive = new CommandLine(
                CommandSpec.wrapWithoutInspection(run).name("secretive").addMixin("flags", command));
        return new CommandLine(new Root()).addSubcommand(secretive);
    }

    @Command
    private static final class Root {}

    @Test
    void secretIsUsedAndNeverPrinted() throws IOException {
        String right = "123456";
        String wrong = "hunter2";
        String file = file("key=" + right);
        assertThat(run(ConfigurationTest::withASecret, Map.of("HEDDLE_KEY", right), "secretive")
                        .code())
                .isEqualTo(7);
        List<Ran> shown = List.of(
                run(ConfigurationTest::withASecret, Map.of("HEDDLE_KEY", right), "secretive", "--print-config"),
                run(ConfigurationTest::withASecret, Map.of(), "secretive", "--print-config", "--key", right),
                run(ConfigurationTest::withASecret, Map.of(), "secretive", "--print-config", "--config", file));
        assertThat(shown).allSatisfy(ran -> {
            assertThat(ran.row("key")).startsWith("key | (not shown) | ");
            assertThat(ran.out()).doesNotContain(right);
        });
        List<Ran> failed = List.of(
                run(ConfigurationTest::withASecret, Map.of("HEDDLE_KEY", wrong), "secretive"),
                run(ConfigurationTest::withASecret, Map.of(), "secretive", "--key", wrong),
                run(ConfigurationTest::withASecret, Map.of(), "secretive", "--config", file("key=" + wrong)));
        assertThat(failed).allSatisfy(ran -> {
            assertThat(ran.code()).isEqualTo(2);
            assertThat(ran.err()).contains("invalid value for 'key'").doesNotContain(wrong);
        });
    }

    @Test
    void secretIsNotPrintedIfItsFlagOrItsFileIsMisspelt() throws IOException {
        String secret = "hunter2";
        String lines = file("user=x", "key=-----BEGIN\\n", secret + "MIIEvQIBADANBg", secret + "MIIEvQIBADANBg=");
        List<Ran> failed = List.of(
                run(ConfigurationTest::withASecret, Map.of(), "secretive", "--kye=" + secret),
                run(ConfigurationTest::withASecret, Map.of(), "secretive", "--kye", secret),
                run(ConfigurationTest::withASecret, Map.of(), "secretive", "--key=1", secret),
                run(ConfigurationTest::withASecret, Map.of(), "secretive", "-k" + secret),
                run(ConfigurationTest::withASecret, Map.of(), "secretive", "--config", lines),
                run(
                        ConfigurationTest::withASecret,
                        Map.of(),
                        "secretive",
                        "--config",
                        file("key=-----BEGIN", secret + "MIIEvQIBADANBg")));
        assertThat(failed).allSatisfy(ran -> {
            assertThat(ran.code()).isEqualTo(2);
            assertThat(ran.err()).doesNotContain(secret).doesNotContain("hunter");
        });
        assertThat(failed.getFirst().err()).startsWith("heddle: Unknown option: '--kye'; did you mean --key? (try");
        assertThat(failed.getLast().err()).contains(":2: this name is not that of a setting");
    }

    @Test
    void defaultOfASecretIsNotPrinted() {
        assertThat(run(ConfigurationTest::withASecret, Map.of(), "secretive", "--print-config")
                        .row("pin"))
                .isEqualTo("pin | (not shown) | default");
    }

    // ---- the nearest name

    @Test
    void longNameGetsNoSuggestion() {
        assertThat(NearestName.of("port".repeat(100_000), List.of("port"))).isEmpty();
    }

    @Test
    void distanceCountsWhatHasToBeTyped() {
        assertThat(Stream.of("port port", "prot port", "por port", "ports port", "bort port", "abc xyz")
                        .map(pair -> pair.split(" ", 2))
                        .map(pair -> NearestName.distance(pair[0], pair[1])))
                .containsExactly(0, 1, 1, 1, 1, 3);
    }
}
