/**
 * What proxies in front of a server say about its clients: the PROXY protocol, {@code Forwarded} and {@code X-Forwarded-*}, and whose
 * word counts. Parsers without sockets; all of it is immutable.
 */
package dev.heddle.proxy;
