/**
 * All shared mutable state of a server, in small cells.
 *
 * <p>Each cell draws its states beside its fields. None knows a socket or a protocol, so that each can be run under
 * jcstress by itself. Nothing outside this package holds an atomic, a lock or a volatile field.
 */
package dev.heddle.concurrent;
