/**
 * TLS: {@link dev.heddle.tls.Tls} says with which certificates and how, {@link dev.heddle.Server.Builder#tls} serves so.
 *
 * <p>{@code Handshakes} lies between the sockets and the protocol of a server. Each accepted connection begins there, on its own thread: it
 * gets an engine from a context of {@code CertificateFiles}, whose {@code NameChoice} finds the certificate for the name that the client
 * asks for, shakes hands, and goes on as a {@link dev.heddle.tls.TlsSocket}, which the server of {@link dev.heddle.jdkhttp} uses, too.
 * {@code Reload} has the files read again when they change: {@code PemFiles}, {@code PemKey} and {@code KeyStoreFile} read them, {@code
 * Identity} checks what they hold.
 */
package dev.heddle.tls;
