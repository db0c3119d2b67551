package dev.heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.options.Limits;
import dev.heddle.options.ServerOptions;
import dev.heddle.options.Timeouts;
import dev.heddle.support.ServesAndStops;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** Each flag of a limit or a timeout at its extremes: rejected by its name, or the server serves and stops. */
@Timeout(60)
class ExtremeFlagsTest {
    private static final List<String> NUMBERS = List.of(
            "0",
            "1",
            "2147483646",
            "2147483647",
            "9223372036854775806",
            "9223372036854775807",
            "9223372036854775808",
            "9".repeat(30));
    private static final List<String> UNITS = List.of("", "ms", "m", "KiB", "g");

    private static final class Flags {
        private final CommandSpec command = CommandSpec.create();
        private final LimitFlags limits = new LimitFlags(command);
        private final TimeoutFlags timeouts = new TimeoutFlags(command);
    }

    static Stream<String> everyFlag() {
        return new Flags()
                .command.options().stream()
                        .map(OptionSpec::longestName)
                        .filter(name -> !name.endsWith("-overload"))
                        .flatMap(name -> NUMBERS.stream().map(number -> name + "=" + number));
    }

    @ParameterizedTest
    @MethodSource("everyFlag")
    void flagAtItsExtremeIsRejectedByNameOrServesAndStops(String flag) throws Exception {
        for (String unit : UNITS) {
            Flags flags = new Flags();
            Limits limits;
            try {
                new CommandLine(flags.command).parseArgs(flag + unit);
                limits = flags.limits.chosen();
            } catch (ParameterException rejected) {
                assertThat(rejected).hasMessageContaining(flag.substring(0, flag.indexOf('=')));
                continue;
            } catch (IllegalArgumentException rejected) {
                assertThat(rejected.getMessage()).startsWith("limit ").contains(" must be ");
                continue;
            }
            Timeouts chosen = flags.timeouts.chosen();
            Timeouts quick = chosen.drainIdle().equals(Timeouts.defaults().drainIdle())
                    ? chosen.withDrain(Duration.ofMillis(10), chosen.drain())
                    : chosen;
            ServesAndStops.check(ServerOptions.defaults().withLimits(limits).withTimeouts(quick));
        }
    }

    static Stream<String> everyServerFlag() {
        return new DemoCommand()
                .spec().options().stream()
                        .filter(option -> "N".equals(option.paramLabel()))
                        .map(OptionSpec::longestName)
                        .flatMap(name -> NUMBERS.stream().map(number -> name + "=" + number));
    }

    /** Those of carriers set properties of the JVM, and their servers are not started here. */
    @ParameterizedTest
    @MethodSource("everyServerFlag")
    void numberThatIsTooLargeIsRejectedWithTheFlag(String flag) {
        CommandLine line = new CommandLine(new DemoCommand().spec());
        try {
            line.parseArgs(flag);
            assertThat(flag).doesNotContain("922337203685477580").doesNotContain("99999");
        } catch (ParameterException rejected) {
            assertThat(rejected).hasMessageContaining(flag.substring(0, flag.indexOf('=')));
        }
    }
}
