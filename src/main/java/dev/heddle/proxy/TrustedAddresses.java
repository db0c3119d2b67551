package dev.heddle.proxy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.List;

/**
 * The addresses of the proxies whose word about a client counts.
 *
 * {@snippet :
 * TrustedAddresses proxies = TrustedAddresses.parse("10.0.0.0/8,fd00::/8");
 * boolean trusted = proxies.contains(InetAddress.getByName("10.1.2.3")); // true
 * }
 *
 * @param blocks of which one has to contain an address
 */
public record TrustedAddresses(List<AddressBlock> blocks) {
    /** Nobody is trusted. */
    public static final TrustedAddresses NOBODY = new TrustedAddresses(List.of());

    public TrustedAddresses {
        blocks = List.copyOf(blocks);
    }

    /**
     * Reads a list of addresses and blocks, separated by commas: {@code 10.0.0.0/8, 192.0.2.7, fd00::/8}.
     *
     * @throws IllegalArgumentException as {@link AddressBlock#parse}
     */
    public static TrustedAddresses parse(String list) {
        return new TrustedAddresses(Arrays.stream(list.split(",", -1))
                .map(String::strip)
                .map(AddressBlock::parse)
                .toList());
    }

    /** Whether nobody is trusted. */
    public boolean isNobody() {
        return blocks.isEmpty();
    }

    /** Whether an address is trusted. */
    public boolean contains(InetAddress address) {
        for (AddressBlock block : blocks) {
            if (block.contains(address)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the address of a socket is trusted: never one that is no IP address. */
    public boolean contains(SocketAddress address) {
        return address instanceof InetSocketAddress inet && !inet.isUnresolved() && contains(inet.getAddress());
    }
}
