package dev.heddle.cli;

import dev.heddle.proxy.ForwardingHeader;
import dev.heddle.proxy.ProxyOptions;
import dev.heddle.proxy.TrustedAddresses;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The flags of a server behind a proxy, and one for several servers on one port. For the main thread. */
final class ProxyFlags {
    private final Flag<String> trusted;
    private final Flag<Boolean> protocol;
    private final Flag<String> header;
    private final Flag<Boolean> sharePort;

    /** Adds the flags to a command. */
    ProxyFlags(CommandSpec command) {
        trusted = Flag.add(
                command,
                String.class,
                OptionSpec.builder("--trusted-proxies")
                        .paramLabel("LIST")
                        .description("Whose word about clients counts: addresses and blocks such as 10.0.0.0/8,fd00::/8"
                                + " (default: nobody's)."));
        protocol = Flag.addSwitch(
                command,
                OptionSpec.builder("--proxy-protocol")
                        .description(
                                "Expect a PROXY header (version 1 or 2) in front of every connection; close those of"
                                        + " others than --trusted-proxies."));
        header = Flag.add(
                command,
                String.class,
                OptionSpec.builder("--forwarded-by")
                        .paramLabel("NAME")
                        .initialValue(ForwardingHeader.NONE.label())
                        .description(
                                "In which headers --trusted-proxies name the client: none, forwarded, x-forwarded."));
        sharePort = Flag.addSwitch(
                command,
                OptionSpec.builder("--share-port")
                        .description(
                                "Let other processes of this user listen on the port, too, if they have this flag as well."));
    }

    /** Whether other processes may listen on the port, too. */
    boolean sharesPort() {
        return sharePort.value();
    }

    /**
     * What is believed of proxies.
     *
     * @throws IllegalArgumentException if the flags contradict each other, or a list or name is malformed
     */
    ProxyOptions chosen() {
        ForwardingHeader named = ForwardingHeader.named(header.value());
        boolean unused = !protocol.value() && named == ForwardingHeader.NONE;
        String addresses = trusted.orNull();
        if (addresses == null) {
            if (!unused) {
                throw new IllegalArgumentException((protocol.value() ? "--proxy-protocol" : "--forwarded-by")
                        + " needs --trusted-proxies: nobody would be believed");
            }
            return ProxyOptions.NONE;
        }
        if (unused) {
            throw new IllegalArgumentException(
                    "--trusted-proxies has no effect without --proxy-protocol or --forwarded-by");
        }
        return ProxyOptions.trusting(TrustedAddresses.parse(addresses))
                .withProtocol(protocol.value())
                .withHeader(named);
    }
}
