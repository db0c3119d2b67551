/**
 * What tests share. Without sockets: a connection on byte arrays, every way of delivering an input, mutations of inputs. Over
 * sockets: a client that sends exactly what it is told, and waits that end. For both: a response as a strict client reads it.
 */
package dev.heddle.support;
