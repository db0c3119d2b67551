package dev.heddle.http;

import java.net.SocketAddress;

/**
 * A request and its response, once both are over. What the client has sent is as it came, not escaped.
 *
 * {@snippet :
 * ExchangeListener slow = exchange -> {
 *     if (exchange.nanos() > 1_000_000_000) {
 *         System.err.println(exchange.method() + " took more than a second, status " + exchange.status());
 *     }
 * };
 * }
 */
public interface EndedExchange {
    /** The address of the client, or of the proxy in front of it. */
    SocketAddress peer();

    /**
     * The first line of the request, without its end, each byte one character. Of a request that was rejected while it was read, what had
     * arrived of it, up to 1024 bytes: any bytes at all.
     */
    String requestLine();

    /** Whether the head was read and understood. If not, there are no headers, and all but {@link #requestLine} may be missing. */
    boolean isParsed();

    /** The method; empty if the first line was not understood. */
    String method();

    /** The target, as sent; empty if the first line was not understood. */
    String target();

    /** The minor version of HTTP/1: 0 or 1. */
    int minorVersion();

    /** The headers of the request; none if the head was not understood. */
    Headers headers();

    /** The status of the response; 0 if there was none. */
    int status();

    /**
     * Bytes of the response. Interim responses do not count. Of a response that failed while it was sent, the pieces that the socket has taken
     * whole: what it has taken of the last piece, which may be all of a body in memory, is not known.
     */
    long bytes();

    /** The same without the response's head, but with the framing of chunks. */
    long bodyBytes();

    /**
     * Whether the response was written to its end. It may still be in a buffer here or in the kernel, and be lost there if the client has
     * left.
     */
    boolean isComplete();

    /** The time from when the request was begun to be read until now, in nanoseconds. */
    long nanos();
}
