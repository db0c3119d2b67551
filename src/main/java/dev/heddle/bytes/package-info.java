/** Bytes in and out of one connection. Knows no socket and no protocol. */
package dev.heddle.bytes;
