/**
 * The access log: a line for each exchange, written by a thread of its own. {@link dev.heddle.accesslog.AccessLog} is the {@link
 * dev.heddle.http.ExchangeListener} that makes the lines; {@code docs/access-log.md} has the formats.
 */
package dev.heddle.accesslog;
