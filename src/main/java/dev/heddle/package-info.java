/**
 * The root package of Heddle: {@link dev.heddle.Server}.
 *
 * <pre>{@code
 * try (Server server = Server.http(request -> Response.text("hello")).port(8080).start()) {
 *     System.out.println("listening on " + server.uri());
 *     server.awaitClosed();
 * }
 * }</pre>
 *
 * <p>The packages, in reading order:
 *
 * <ol>
 *   <li>{@link dev.heddle.protocol}: the three verbs read, handle, write
 *   <li>{@link dev.heddle.options}: all options; {@link dev.heddle.options.Architecture} is the catalogue of architectures
 *   <li>{@code dev.heddle.architecture}: one file for each architecture, and the one loop
 *   <li>{@code dev.heddle.concurrent}: all shared mutable state, in small classes
 *   <li>{@code dev.heddle.net}: sockets, deadlines and shutdown
 *   <li>{@link dev.heddle.line}, then {@link dev.heddle.http1}: two protocols, the simple one first, on {@link
 *       dev.heddle.bytes}
 *   <li>{@link dev.heddle.http}: the API for handlers of HTTP requests
 *   <li>{@link dev.heddle.files}: a handler that serves the files of a directory
 *   <li>{@link dev.heddle.accesslog}: a line for each request and its response
 *   <li>{@link dev.heddle.jdkhttp}: the JDK's own HTTP server API, implemented on all of this
 * </ol>
 */
package dev.heddle;
