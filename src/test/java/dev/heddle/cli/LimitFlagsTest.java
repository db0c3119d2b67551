package dev.heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** A command line is parsed several times: a value that a variable has, and that a flag takes back, must not stay. */
class LimitFlagsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "--max-connections=5",
                "--connection-overload=queue",
                "--max-messages-in-flight=5",
                "--message-overload=reject",
                "--max-messages-in-flight-per-connection=8",
                "--max-buffer-memory=5MiB",
                "--max-line-length=5KiB",
                "--max-request-line=5KiB",
                "--max-head=9KiB",
                "--max-header-count=5",
                "--max-body=5KiB",
                "--max-chunk-extensions=5KiB",
                "--max-discarded-body=5KiB",
                "--max-linger-bytes=5KiB",
                "--send-buffer=5KiB"
            })
    void limitThatWasParsedIsForgottenAtTheNextParse(String flag) {
        CommandSpec spec = CommandSpec.create();
        LimitFlags flags = new LimitFlags(spec);
        CommandLine command = new CommandLine(spec);
        command.parseArgs();
        String defaults = flags.chosen().toString();

        command.parseArgs(flag);
        command.parseArgs();
        assertThat(flags.chosen()).hasToString(defaults);

        command.parseArgs(flag);
        assertThat(flags.chosen().toString()).isNotEqualTo(defaults);
    }
}
