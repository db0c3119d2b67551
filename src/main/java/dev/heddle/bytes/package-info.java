/** Input and output buffers of one connection. Depends on no socket and no protocol. */
package dev.heddle.bytes;
