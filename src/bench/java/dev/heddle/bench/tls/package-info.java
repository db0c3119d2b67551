/**
 * The comparison of servers over TLS, all on the JDK's own TLS: {@code TlsComparison} starts each in a JVM of its own ({@code
 * TlsServerJvm}) and applies the load ({@code TlsLoad}).
 */
package dev.heddle.bench.tls;
