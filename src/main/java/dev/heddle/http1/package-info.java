/**
 * HTTP/1.1 (RFC 9112), written for strictness: what is ambiguous is refused, since whoever stands before us may have read it
 * the other way.
 *
 * <p>Reading order: {@link dev.heddle.http1.Http1Protocol}, {@code Http1Session}, {@code HeadParser} with {@code Grammar},
 * {@code Http1Exchange}, {@code ChunkedInput}, {@code ResponseEncoder}.
 */
package dev.heddle.http1;
