/**
 * Differential testing of Heddle's HTTP/1.1 parser against Jetty's and Netty's: where they differ, and why ({@code
 * docs/differential.md}). The others are configured as strictly as a server would.
 */
package dev.heddle.differential;
