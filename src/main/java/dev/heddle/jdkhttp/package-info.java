/**
 * The provider of {@code com.sun.net.httpserver} on Heddle: put the jar on the class or module path, and every
 * program that calls {@code HttpServer.create} gets this server instead of the JDK's.
 *
 * <p>Servers and exchanges come in pairs, {@code PlainServer} and {@code TlsServer}, {@code PlainExchange} and {@code
 * TlsExchange}: in the JDK's API {@code HttpsServer} and {@code HttpsExchange} are abstract classes below {@code
 * HttpServer} and {@code HttpExchange}, and programs ask with {@code instanceof} which of them they have, so no class
 * can serve as both. The pairs only forward their calls; {@code ServerState} and {@code ExchangeState} do the work
 * for either.
 *
 * <p>Reading order: {@link dev.heddle.jdkhttp.HeddleHttpServerProvider}, {@link dev.heddle.jdkhttp.JdkHttpOptions},
 * {@code ServerState}, {@code ContextDispatcher}, {@code ExchangeState}, {@code TlsLayer}.
 */
package dev.heddle.jdkhttp;
