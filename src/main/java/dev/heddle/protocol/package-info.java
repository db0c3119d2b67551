/**
 * The three verbs of a server: <em>read</em>, <em>handle</em>, <em>write</em>.
 *
 * <p>A {@link dev.heddle.protocol.Protocol} supplies them and never mentions a thread; an architecture decides which
 * thread runs which and never mentions an byte. {@link dev.heddle.protocol.Session#next} reads, {@link
 * dev.heddle.protocol.Exchange#handle} handles, {@link dev.heddle.protocol.Exchange#write} writes.
 */
package dev.heddle.protocol;
