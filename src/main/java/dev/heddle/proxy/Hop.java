package dev.heddle.proxy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * What one proxy says about the request that it has passed on.
 *
 * @param node who has sent it the request, as the header has it: an address, with a port or without, {@code unknown}, or a name that hides it
 * @param scheme {@code http} or {@code https}; empty if it says neither
 * @param authority the host that was asked for, and its port; empty if it says nothing of it
 */
record Hop(String node, Optional<String> scheme, Optional<String> authority) {
    private static final int MAX_PORT = 65_535;

    /**
     * The address and port of the node; port 0 if there is none, or it is hidden. Empty if the node is no address. An IPv6 address may stand
     * without brackets, as it does in {@code X-Forwarded-For}, and then has no port.
     */
    Optional<InetSocketAddress> address() {
        int colon = node.lastIndexOf(':');
        if (node.startsWith("[")) {
            int end = node.indexOf(']');
            return end < 0 || node.indexOf(':') > end
                    ? Optional.empty()
                    : address(node.substring(1, end), node.substring(end + 1));
        }
        boolean hasPort = colon >= 0 && node.indexOf(':') == colon;
        return hasPort ? address(node.substring(0, colon), node.substring(colon)) : address(node, "");
    }

    private static Optional<InetSocketAddress> address(String literal, String port) {
        int number = port.isEmpty() || port.startsWith(":_") ? 0 : number(port);
        Optional<InetAddress> address = number < 0 ? Optional.empty() : IpLiteral.parse(literal);
        return address.map(known -> new InetSocketAddress(known, number));
    }

    private static int number(String port) {
        return port.startsWith(":") ? IpLiteral.decimal(port.substring(1), MAX_PORT) : -1;
    }
}
