/**
 * Heddle's front door: {@link dev.heddle.Server}.
 *
 * <pre>{@code
 * try (Server server = Server.http(request -> Response.text("hello")).port(8080).start()) {
 *     System.out.println("listening on " + server.uri());
 *     server.awaitClosed();
 * }
 * }</pre>
 *
 * <p>The map, in reading order:
 *
 * <ol>
 *   <li>{@link dev.heddle.protocol}: the three verbs read, handle, write
 *   <li>{@link dev.heddle.options}: what can be chosen; {@link dev.heddle.options.Architecture} is the catalogue
 *   <li>{@code dev.heddle.architecture}: one file for each architecture, and the one loop
 *   <li>{@code dev.heddle.concurrent}: all shared mutable state, in small cells
 *   <li>{@code dev.heddle.net}: sockets, deadlines, and how it all ends
 *   <li>{@link dev.heddle.line}, then {@link dev.heddle.http1}: framings of growing difficulty over {@link
 *       dev.heddle.bytes}
 *   <li>{@link dev.heddle.http}: what a handler of HTTP requests sees
 *   <li>{@link dev.heddle.jdkhttp}: the JDK's own server API, on all of this
 * </ol>
 */
package dev.heddle;
