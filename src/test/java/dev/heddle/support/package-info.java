/** What the tests over real sockets share: a client that says exactly what it is told to, and waits that end. */
package dev.heddle.support;
