package dev.heddle.proxy;

/**
 * What a server believes of proxies in front of it: by default nothing.
 *
 * {@snippet :
 * Server server = Server.http(request -> Response.text("hello " + request.peer()))
 *         .proxies(ProxyOptions.trusting(TrustedAddresses.parse("10.0.0.0/8"))
 *                 .withHeader(ForwardingHeader.X_FORWARDED))
 *         .start();
 * }
 *
 * @param trusted whose word counts (default nobody's)
 * @param protocol whether every connection begins with a PROXY header, version 1 or 2; those of others than the trusted are closed
 *     (default false)
 * @param header in which headers of a request the trusted name the client (default none)
 */
public record ProxyOptions(TrustedAddresses trusted, boolean protocol, ForwardingHeader header) {
    /** No proxy is trusted. */
    public static final ProxyOptions NONE = new ProxyOptions(TrustedAddresses.NOBODY, false, ForwardingHeader.NONE);

    /** @throws IllegalArgumentException if a header is to be believed and nobody is trusted */
    public ProxyOptions {
        if (trusted.isNobody() && protocol) {
            throw new IllegalArgumentException(
                    "protocol must be false while nobody is trusted: every connection would be closed");
        }
        if (trusted.isNobody() && header != ForwardingHeader.NONE) {
            throw new IllegalArgumentException("header must be none while nobody is trusted, not " + header.label()
                    + ": nobody would be believed");
        }
    }

    /** Proxies that are trusted, and so far say nothing. */
    public static ProxyOptions trusting(TrustedAddresses trusted) {
        return new ProxyOptions(trusted, false, ForwardingHeader.NONE);
    }

    /** These options with another {@link #protocol}. */
    public ProxyOptions withProtocol(boolean value) {
        return new ProxyOptions(trusted, value, header);
    }

    /** These options with another {@link #header}. */
    public ProxyOptions withHeader(ForwardingHeader value) {
        return new ProxyOptions(trusted, protocol, value);
    }
}
