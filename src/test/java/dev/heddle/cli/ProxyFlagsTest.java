package dev.heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.heddle.proxy.ForwardingHeader;
import dev.heddle.proxy.ProxyOptions;
import dev.heddle.proxy.TrustedAddresses;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** The flags of a server behind a proxy: what they choose, and which of them contradict each other. */
class ProxyFlagsTest {
    private static ProxyFlags parsed(String... flags) {
        CommandSpec command = CommandSpec.create();
        ProxyFlags proxies = new ProxyFlags(command);
        new CommandLine(command).parseArgs(flags);
        return proxies;
    }

    @Test
    void withoutFlagsNobodyIsBelievedAndThePortIsNotShared() {
        assertThat(parsed().chosen()).isEqualTo(ProxyOptions.NONE);
        assertThat(parsed().sharesPort()).isFalse();
        assertThat(parsed("--share-port").sharesPort()).isTrue();
    }

    @Test
    void flagsSayWhoIsBelievedAndWhat() {
        TrustedAddresses trusted = TrustedAddresses.parse("10.0.0.0/8,::1");
        assertThat(parsed("--proxy-protocol", "--trusted-proxies", "10.0.0.0/8,::1")
                        .chosen())
                .isEqualTo(new ProxyOptions(trusted, true, ForwardingHeader.NONE));
        assertThat(parsed("--trusted-proxies=10.0.0.0/8,::1", "--forwarded-by=x-forwarded")
                        .chosen())
                .isEqualTo(new ProxyOptions(trusted, false, ForwardingHeader.X_FORWARDED));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "--proxy-protocol | --proxy-protocol needs --trusted-proxies",
                "--forwarded-by=forwarded | --forwarded-by needs --trusted-proxies",
                "--trusted-proxies=::1 | --trusted-proxies has no effect without --proxy-protocol or --forwarded-by",
                "--trusted-proxies=here --proxy-protocol | 'here' is neither an address nor a block",
                "--trusted-proxies=10.0.0.1/8 --proxy-protocol | 10.0.0.1/8 is no block: its first address is 10.0.0.0",
                "--trusted-proxies= --proxy-protocol | '' is neither an address nor a block",
                "--forwarded-by=other | unknown forwarding header 'other'"
            })
    void flagsThatContradictEachOtherAreRejected(String flags, String message) {
        ProxyFlags parsed = parsed(flags.split(" "));
        assertThatIllegalArgumentException().isThrownBy(parsed::chosen).withMessageContaining(message);
    }
}
