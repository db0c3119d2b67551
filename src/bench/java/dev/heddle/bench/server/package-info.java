/**
 * The compared servers, each as small a program as possible, with the same settings: a listen backlog of 4096, {@code
 * TCP_NODELAY}, idle timeouts beyond any run. All of them respond to {@code GET /plaintext} with the same 13 bytes.
 */
package dev.heddle.bench.server;
