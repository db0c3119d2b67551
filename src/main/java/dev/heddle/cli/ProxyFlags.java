package dev.heddle.cli;

import dev.heddle.proxy.ForwardingHeader;
import dev.heddle.proxy.ProxyOptions;
import dev.heddle.proxy.TrustedAddresses;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags of a server behind a proxy, and one for several servers on one port. For the main thread. */
final class ProxyFlags {
    @Option(
            names = "--trusted-proxies",
            paramLabel = "LIST",
            description =
                    "Whose word about clients counts: addresses and blocks such as 10.0.0.0/8,fd00::/8 (default: nobody's).")
    private @Nullable String trusted;

    @Option(
            names = "--proxy-protocol",
            description = {
                "Expect a PROXY header (version 1 or 2) in front of every connection; close those of others than --trusted-proxies."
            })
    private boolean protocol;

    @Option(
            names = "--forwarded-by",
            paramLabel = "NAME",
            description = "In which headers --trusted-proxies name the client: none, forwarded, x-forwarded.")
    private String header = ForwardingHeader.NONE.label();

    @Option(
            names = "--share-port",
            description = "Let other processes of this user listen on the port, too, if they have this flag as well.")
    private boolean sharePort;

    /** Whether other processes may listen on the port, too. */
    boolean sharesPort() {
        return sharePort;
    }

    /**
     * What is believed of proxies.
     *
     * @throws IllegalArgumentException if the flags contradict each other, or a list or name is malformed
     */
    ProxyOptions chosen() {
        ForwardingHeader named = ForwardingHeader.named(header);
        boolean unused = !protocol && named == ForwardingHeader.NONE;
        if (trusted == null) {
            if (!unused) {
                throw new IllegalArgumentException((protocol ? "--proxy-protocol" : "--forwarded-by")
                        + " needs --trusted-proxies: nobody would be believed");
            }
            return ProxyOptions.NONE;
        }
        if (unused) {
            throw new IllegalArgumentException(
                    "--trusted-proxies has no effect without --proxy-protocol or --forwarded-by");
        }
        return ProxyOptions.trusting(TrustedAddresses.parse(trusted))
                .withProtocol(protocol)
                .withHeader(named);
    }
}
