/** Sockets: listening, accepting, one connection's reads, writes and deadlines, and how all of it ends. */
package dev.heddle.net;
