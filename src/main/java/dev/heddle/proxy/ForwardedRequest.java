package dev.heddle.proxy;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What trusted proxies say about a request. Each proxy adds at the end who has sent it the request; so the last entry is the word of the peer,
 * and the entry before it is the word of whom the last entry names. The entries are followed backwards as long as they are the word of a
 * trusted address. What a client has written itself stands before all of them, and is not reached.
 *
 * {@snippet :
 * ProxyOptions proxies =
 *         ProxyOptions.trusting(TrustedAddresses.parse("10.0.0.0/8")).withHeader(ForwardingHeader.X_FORWARDED);
 * SocketAddress peer = new InetSocketAddress("10.0.0.1", 4711);
 * SocketAddress client = ForwardedRequest.of(
 *                 proxies, peer, name -> name.equals("X-Forwarded-For") ? List.of("192.0.2.7") : List.of())
 *         .client(); // 192.0.2.7
 * }
 *
 * @param client the first address on that way that is not trusted; a trusted one if the entries end there, or the next is no address
 * @param scheme by which scheme the client has reached the outermost of the proxies that say so
 * @param authority the host that the client has asked for, and its port, likewise
 */
public record ForwardedRequest(SocketAddress client, Optional<String> scheme, Optional<String> authority) {
    /**
     * Follows the entries in the header that is to be believed.
     *
     * @param proxies what is believed
     * @param peer who has sent the request
     * @param headers gives the values of a header by its name, in their order
     * @throws IllegalArgumentException if a value breaks the grammar of {@code Forwarded}, and the peer is trusted
     */
    public static ForwardedRequest of(
            ProxyOptions proxies, SocketAddress peer, Function<String, List<String>> headers) {
        ForwardedRequest direct = new ForwardedRequest(peer, Optional.empty(), Optional.empty());
        if (!proxies.trusted().contains(peer)) {
            return direct;
        }
        return switch (proxies.header()) {
            case NONE -> direct;
            case FORWARDED -> direct.follow(proxies.trusted(), standardHops(headers));
            case X_FORWARDED -> direct.follow(proxies.trusted(), customaryHops(headers));
        };
    }

    private ForwardedRequest follow(TrustedAddresses trusted, Iterator<Hop> backwards) {
        ForwardedRequest known = this;
        while (trusted.contains(known.client) && backwards.hasNext()) {
            Hop hop = backwards.next();
            Optional<InetSocketAddress> next = hop.address();
            known = new ForwardedRequest(
                    next.isPresent() ? next.get() : known.client,
                    hop.scheme().or(known::scheme),
                    hop.authority().or(known::authority));
            if (next.isEmpty()) {
                return known;
            }
        }
        return known;
    }

    /** A line is only parsed when those behind it lead there: a client's own, even a malformed one, is mostly not. */
    private static Iterator<Hop> standardHops(Function<String, List<String>> headers) {
        return headers.apply("Forwarded").reversed().stream()
                .flatMap(line -> ForwardedElements.parse(line).reversed().stream())
                .iterator();
    }

    /**
     * A scheme or host belongs to the address at the same place of its list if the lists are equally long. If they are not, only the last of
     * them surely comes from the peer.
     */
    private static Iterator<Hop> customaryHops(Function<String, List<String>> headers) {
        List<String> nodes = list(headers, "X-Forwarded-For");
        List<String> schemes = list(headers, "X-Forwarded-Proto");
        List<String> hosts = list(headers, "X-Forwarded-Host");
        int count = Math.max(1, nodes.size());
        List<Hop> hops = new ArrayList<>();
        for (int i = count - 1; i >= 0; i--) {
            String node = nodes.isEmpty() ? "unknown" : nodes.get(i);
            hops.add(new Hop(node, at(schemes, i, count).flatMap(Schemes::known), at(hosts, i, count)));
        }
        return hops.iterator();
    }

    private static Optional<String> at(List<String> list, int index, int count) {
        if (list.size() == count) {
            return Optional.of(list.get(index));
        }
        return index == count - 1 && !list.isEmpty() ? Optional.of(list.getLast()) : Optional.empty();
    }

    private static List<String> list(Function<String, List<String>> headers, String name) {
        return headers.apply(name).stream()
                .flatMap(line -> Arrays.stream(line.split(",", -1)))
                .map(String::strip)
                .filter(entry -> !entry.isEmpty())
                .toList();
    }
}
