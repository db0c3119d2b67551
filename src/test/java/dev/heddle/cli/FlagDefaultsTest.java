package dev.heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.heddle.options.Limits;
import dev.heddle.options.OverloadPolicy;
import dev.heddle.options.Timeouts;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** There is a flag for each limit and timeout of the library, with its default. */
class FlagDefaultsTest {
    /** A flag with a value, the lines that describe it, and what the help says if it is absent. */
    private static final Pattern SHOWN_DEFAULT =
            Pattern.compile("(--[a-z-]+)=\\S.*(?:\\R {20,}(?!Default: ).*)*\\R +Default: (.*)");

    private static final class Flags {
        private final CommandSpec command = CommandSpec.create();
        private final LimitFlags limits = new LimitFlags(command);
        private final TimeoutFlags timeouts = new TimeoutFlags(command);
    }

    /** A line of the help that begins the description of a flag. */
    private static final Pattern FLAG_OF_A_LINE = Pattern.compile("(?m)^ {2,6}(?:-[a-zA-Z], )?(--[a-z-]+)");

    @Test
    void flagDefaultsAreTheLibrarysDefaults() {
        Flags flags = new Flags();
        new CommandLine(flags.command).parseArgs();
        assertThat(flags.limits.chosen()).isEqualTo(Limits.defaults());
        assertThat(flags.timeouts.chosen()).isEqualTo(Timeouts.defaults());
    }

    @ParameterizedTest
    @ValueSource(strings = {"serve", "demo", "load", "compare", "simulate"})
    void defaultThatTheHelpShowsIsAcceptedAsAValue(String name) {
        String help = Objects.requireNonNull(Main.commands().getSubcommands().get(name))
                .getUsageMessage();
        String operand = name.equals("load") ? "http://localhost" : "--help";
        List<String> flags = SHOWN_DEFAULT
                .matcher(help)
                .results()
                .map(shown -> shown.group(1) + "=" + shown.group(2))
                .toList();
        assertThat(flags)
                .allSatisfy(flag -> assertThatCode(() -> Main.commands().parseArgs(name, flag, operand))
                        .doesNotThrowAnyException());
    }

    @ParameterizedTest
    @ValueSource(strings = {"serve", "demo"})
    void helpShowsFlagsThatBelongTogetherNextToEachOther(String name) {
        CommandLine command =
                Objects.requireNonNull(Main.commands().getSubcommands().get(name));
        List<String> shown = FLAG_OF_A_LINE
                .matcher(command.getUsageMessage())
                .results()
                .map(line -> line.group(1))
                .toList();
        assertThat(shown).hasSameSizeAs(command.getCommandSpec().options());
        assertThat(flagGroups()).allSatisfy(group -> assertThat(shown).containsSequence(group));
    }

    /** The names of the flags of each kind, in their order. */
    private static Stream<List<String>> flagGroups() {
        Stream<Consumer<CommandSpec>> groups = Stream.of(
                AccessLogFlags::new,
                AdminFlags::new,
                LimitFlags::new,
                ProxyFlags::new,
                TimeoutFlags::new,
                TlsFlags::new);
        return groups.map(group -> {
            CommandSpec command = CommandSpec.create();
            group.accept(command);
            return command.options().stream().map(OptionSpec::longestName).toList();
        });
    }

    @Test
    void everyLimitAndTimeoutHasAFlagThatChangesItAlone() {
        Flags flags = new Flags();
        new CommandLine(flags.command)
                .parseArgs(
                        "--max-connections=1",
                        "--connection-overload=queue",
                        "--max-messages-in-flight=2",
                        "--message-overload=reject",
                        "--max-buffer-memory=10",
                        "--max-messages-in-flight-per-connection=4",
                        "--max-line-length=16",
                        "--max-request-line=64",
                        "--max-head=65",
                        "--max-header-count=7",
                        "--max-body=8",
                        "--max-chunk-extensions=9",
                        "--max-discarded-body=10",
                        "--max-linger-bytes=11",
                        "--send-buffer=12",
                        "--head-timeout=1s",
                        "--idle-timeout=2s",
                        "--first-message-timeout=12s",
                        "--body-timeout=3s",
                        "--min-body-rate=4",
                        "--write-timeout=5s",
                        "--min-write-rate=11",
                        "--linger-timeout=6s",
                        "--drain-idle-timeout=7s",
                        "--drain-timeout=8s",
                        "--handler-timeout=9s",
                        "--idle-under-pressure-timeout=10s");
        assertThat(flags.limits.chosen())
                .isEqualTo(new Limits(
                        1, OverloadPolicy.QUEUE, 2, OverloadPolicy.REJECT, 4, 10, 16, 64, 65, 7, 8, 9, 10, 11, 12));
        assertThat(flags.timeouts.chosen().toString())
                .isEqualTo(
                        "Timeouts[head=PT1S, idle=PT2S, firstMessage=PT12S, body=PT3S, minBodyRate=4, write=PT5S, minWriteRate=11, linger=PT6S,"
                                + " drainIdle=PT7S, drain=PT8S, handler=PT9S, idleUnderPressure=PT10S]");
    }

    @Test
    void everyLimitAndTimeoutIsInTheHelp() {
        String help = new CommandLine(new DemoCommand().spec()).getUsageMessage();
        for (RecordComponent limit : Limits.class.getRecordComponents()) {
            String name = kebab(limit.getName());
            assertThat(Stream.of("--max-" + name + "=", "--" + name + "=")).anyMatch(help::contains);
        }
        for (RecordComponent timeout : Timeouts.class.getRecordComponents()) {
            String name = kebab(timeout.getName());
            assertThat(Stream.of("--" + name + "-timeout=", "--" + name + "=")).anyMatch(help::contains);
        }
    }

    private static String kebab(String camel) {
        return camel.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
}
