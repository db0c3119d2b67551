/**
 * The provider of {@code com.sun.net.httpserver} on Heddle: put the jar on the class or module path, and every program that
 * calls {@code HttpServer.create} gets this server instead of the JDK's.
 *
 * <p>Reading order: {@link dev.heddle.jdkhttp.HeddleHttpServerProvider}, {@link dev.heddle.jdkhttp.JdkHttpOptions}, {@code
 * ServerState}, {@code ContextDispatcher}, {@code ExchangeState}, {@code TlsLayer}.
 */
package dev.heddle.jdkhttp;
