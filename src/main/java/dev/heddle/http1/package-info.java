/**
 * HTTP/1.1 (RFC 9112), strictly parsed: ambiguous requests are rejected, since a proxy in front of the server may have
 * interpreted them differently.
 *
 * <p>Reading order: {@link dev.heddle.http1.Http1Protocol}, {@code Http1Session}, {@code HeadParser} with {@code
 * Grammar}, {@code Http1Exchange}, {@code ChunkedInput}, {@code ResponseEncoder}.
 */
package dev.heddle.http1;
