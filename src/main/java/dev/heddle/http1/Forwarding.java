package dev.heddle.http1;

import dev.heddle.bytes.Ascii;
import dev.heddle.protocol.ConnectionControl;
import dev.heddle.proxy.ForwardedRequest;
import dev.heddle.proxy.ForwardingHeader;
import org.jspecify.annotations.Nullable;

/** What trusted proxies say about a request in its headers. On the thread that reads the connection. */
final class Forwarding {
    private Forwarding() {}

    /**
     * Null if the peer is no trusted proxy, or none is.
     *
     * @throws HttpError if the header is malformed: it cannot be told which proxy wrote which part, and so not who the client is
     */
    static @Nullable ForwardedRequest of(RequestHead head, ConnectionControl control) throws HttpError {
        boolean believed = control.proxies().header() != ForwardingHeader.NONE
                && control.proxies().trusted().contains(control.peer());
        return believed ? parsed(head, control) : null;
    }

    private static ForwardedRequest parsed(RequestHead head, ConnectionControl control) throws HttpError {
        ForwardedRequest forwarded;
        try {
            forwarded = ForwardedRequest.of(control.proxies(), control.peer(), head::values);
        } catch (IllegalArgumentException e) {
            throw HttpError.malformed(String.valueOf(e.getMessage()));
        }
        String host = forwarded.authority().orElse("");
        if (!Grammar.isAuthority(Ascii.bytes(host), 0, host.length())) {
            throw HttpError.malformed("malformed host in a forwarding header");
        }
        return forwarded;
    }
}
