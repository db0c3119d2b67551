/**
 * The three verbs of a server: <em>read</em>, <em>handle</em>, <em>write</em>.
 *
 * <p>A {@link dev.heddle.protocol.Protocol} supplies them, and declares what an architecture may do with a message (its lane,
 * whether it must run alone, whether it is the last); it never starts a thread. An architecture decides which thread runs which of
 * them, and never looks at a byte. {@link dev.heddle.protocol.Session#next} reads, {@link
 * dev.heddle.protocol.Exchange#handle} handles, {@link dev.heddle.protocol.Exchange#write} writes.
 */
package dev.heddle.protocol;
