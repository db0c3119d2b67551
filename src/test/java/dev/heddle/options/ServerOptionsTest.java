package dev.heddle.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.heddle.proxy.ProxyOptions;
import dev.heddle.proxy.TrustedAddresses;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ServerOptionsTest {
    @Test
    void defaultsListenOnTheLoopbackAddressOnly() {
        ServerOptions options = ServerOptions.defaults();
        assertThat(options.bind().isLoopbackAddress()).isTrue();
        assertThat(options.port()).isZero();
        assertThat(options.backlog()).isEqualTo(4096);
        assertThat(options.architecture()).isEqualTo(Architecture.singleAcceptor());
        assertThat(options.limits()).isEqualTo(Limits.defaults());
        assertThat(options.timeouts()).isEqualTo(Timeouts.defaults());
    }

    @Test
    void eachOptionCanBeSetAndNoOtherChanges() throws UnknownHostException {
        InetAddress everywhere = InetAddress.getByAddress(new byte[4]);
        Limits limits = Limits.builder().headerCount(7).build();
        Timeouts timeouts = Timeouts.defaults().withHead(Duration.ofSeconds(1));
        ProxyOptions proxies =
                ProxyOptions.trusting(TrustedAddresses.parse("::1")).withProtocol(true);
        ServerOptions all = ServerOptions.defaults()
                .withBind(everywhere)
                .withPort(65_535)
                .withBacklog(1)
                .withArchitecture(Architecture.singleThreaded())
                .withLimits(limits)
                .withTimeouts(timeouts)
                .withScheduler(Scheduler.OWN)
                .withPlacement(Placement.LEAST_CONNECTIONS)
                .withProxies(proxies)
                .withSharePort(true);
        assertThat(all)
                .isEqualTo(new ServerOptions(
                        everywhere,
                        65_535,
                        1,
                        Architecture.singleThreaded(),
                        limits,
                        timeouts,
                        Scheduler.OWN,
                        Placement.LEAST_CONNECTIONS,
                        proxies,
                        true));
    }

    @Test
    void portOrBacklogOutOfBoundsIsRejectedWithNameAndBound() {
        ServerOptions options = ServerOptions.defaults();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options.withPort(65_536))
                .withMessage("port must be between 0 and 65535, not 65536");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options.withPort(-1))
                .withMessage("port must be between 0 and 65535, not -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options.withBacklog(0))
                .withMessage("backlog must be at least 1, not 0");
    }
}
