package dev.heddle.proxy;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Optional;

/**
 * A block of IP addresses: those that begin with the same bits (CIDR, RFC 4632 and RFC 4291 2.3).
 *
 * {@snippet :
 * boolean inside = AddressBlock.parse("10.0.0.0/8").contains(InetAddress.getByName("10.1.2.3")); // true
 * }
 *
 * @param first the first address of the block: the bits behind the prefix are zero
 * @param prefixBits how many bits all addresses of the block begin with
 */
public record AddressBlock(InetAddress first, int prefixBits) {
    private static final int MAPPED_BITS = 96;
    private static final int IPV6_BITS = 128;

    /** @throws IllegalArgumentException if the prefix is longer than the address, or bits behind it are set */
    public AddressBlock {
        byte[] bytes = first.getAddress();
        if (prefixBits < 0 || prefixBits > bytes.length * Byte.SIZE) {
            throw new IllegalArgumentException("a prefix of " + first.getHostAddress() + " has 0 to "
                    + bytes.length * Byte.SIZE + " bits, not " + prefixBits);
        }
        if (!Arrays.equals(bytes, masked(bytes, prefixBits))) {
            throw new IllegalArgumentException(first.getHostAddress() + "/" + prefixBits
                    + " is no block: its first address is "
                    + IpLiteral.address(masked(bytes, prefixBits)).getHostAddress());
        }
    }

    /**
     * Reads a block such as {@code 10.0.0.0/8} or {@code fd00::/8}, or a single address. A block of IPv4 addresses mapped into IPv6,
     * such as {@code ::ffff:10.0.0.0/104}, is the block of IPv4 addresses.
     *
     * @throws IllegalArgumentException if the text is neither; names are not resolved
     */
    public static AddressBlock parse(String text) {
        int slash = text.indexOf('/');
        String literal = slash < 0 ? text : text.substring(0, slash);
        Optional<InetAddress> address = IpLiteral.parse(literal);
        int longest = literal.indexOf(':') < 0 ? Integer.SIZE : IPV6_BITS;
        int bits = slash < 0 ? longest : IpLiteral.decimal(text.substring(slash + 1), longest);
        if (address.isEmpty() || bits < 0) {
            throw new IllegalArgumentException(
                    "'" + text + "' is neither an address nor a block such as 10.0.0.0/8 or fd00::/8");
        }
        boolean mapped = address.get() instanceof Inet4Address && longest == IPV6_BITS;
        if (mapped && bits < MAPPED_BITS) {
            throw new IllegalArgumentException("'" + text + "' mixes IPv4 and IPv6: name a block of each");
        }
        return new AddressBlock(address.get(), mapped ? bits - MAPPED_BITS : bits);
    }

    /** Whether an address belongs to the block. */
    public boolean contains(InetAddress address) {
        byte[] bytes = address.getAddress();
        byte[] wanted = first.getAddress();
        return bytes.length == wanted.length && Arrays.equals(masked(bytes, prefixBits), wanted);
    }

    private static byte[] masked(byte[] bytes, int bits) {
        byte[] masked = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            int kept = Math.clamp(bits - (long) i * Byte.SIZE, 0, Byte.SIZE);
            masked[i] = (byte) (bytes[i] & (0xff00 >> kept));
        }
        return masked;
    }

    @Override
    public String toString() {
        return first.getHostAddress() + "/" + prefixBits;
    }
}
