/**
 * The servers that are compared, each as small a program as it can be, and with the same settings: a listen backlog of 4096,
 * {@code TCP_NODELAY}, idle limits that nobody meets. All of them answer {@code GET /plaintext} with the same 13 bytes.
 */
package dev.heddle.bench.server;
