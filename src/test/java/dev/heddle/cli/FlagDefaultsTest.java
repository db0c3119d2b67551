package dev.heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.heddle.options.Limits;
import dev.heddle.options.OverloadPolicy;
import dev.heddle.options.Timeouts;
import java.lang.reflect.Member;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.OptionSpec;

/** There is a flag for each limit and timeout of the library, with its default. */
class FlagDefaultsTest {
    /** A flag with a value, the lines that describe it, and what the help says if it is absent. */
    private static final Pattern SHOWN_DEFAULT =
            Pattern.compile("(--[a-z-]+)=\\S.*(?:\\R {20,}(?!Default: ).*)*\\R +Default: (.*)");

    @Command
    private static final class Flags {
        @Mixin
        private LimitFlags limits = new LimitFlags();

        @Mixin
        private TimeoutFlags timeouts = new TimeoutFlags();
    }

    @Test
    void flagDefaultsAreTheLibrarysDefaults() {
        Flags flags = new Flags();
        new CommandLine(flags).parseArgs();
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
        List<String> groups =
                Objects.requireNonNull(Main.commands().getSubcommands().get(name)).getCommandSpec().options().stream()
                        .sorted(Comparator.comparingInt(OptionSpec::order))
                        .map(option -> ((Member) option.userObject())
                                .getDeclaringClass()
                                .getSimpleName())
                        // The general ones are in front of all others, but for --share-port and --verbose.
                        .filter(group -> group.endsWith("Flags") && !group.equals("ServerFlags"))
                        .toList();
        List<String> begun = new ArrayList<>();
        groups.forEach(group -> {
            if (begun.isEmpty() || !begun.getLast().equals(group)) {
                begun.add(group);
            }
        });
        assertThat(begun).doesNotHaveDuplicates().contains("TlsFlags", "AccessLogFlags", "AdminFlags");
    }

    @Test
    void everyLimitAndTimeoutHasAFlagThatChangesItAlone() {
        Flags flags = new Flags();
        new CommandLine(flags)
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
        String help = new CommandLine(new DemoCommand()).getUsageMessage();
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
