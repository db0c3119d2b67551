package dev.heddle.live;

import dev.heddle.options.Architecture;
import dev.heddle.options.Architecture.Custom;
import dev.heddle.options.Architecture.MessageBalanced;
import dev.heddle.options.Architecture.MultiAcceptor;
import dev.heddle.options.Architecture.SingleAcceptor;
import dev.heddle.options.Architecture.SingleThreaded;
import dev.heddle.options.Architecture.SocketSharded;

/**
 * What an architecture is known for, one plain sentence each.
 *
 * @param recreates the systems that are built so
 * @param idea who does what
 * @param strength what it is good at
 * @param limit what limits it
 */
record Claim(String recreates, String idea, String strength, String limit) {
    static Claim of(Architecture architecture) {
        return switch (architecture) {
            case SingleThreaded ignored ->
                new Claim(
                        "Node.js",
                        "One thread accepts, reads, handles and writes.",
                        "Simple: handlers never run at the same time, so they need no locks.",
                        "One slow handler delays every client, and more cores do not help.");
            case SingleAcceptor ignored ->
                new Claim(
                        "memcached, Tomcat",
                        "One acceptor gives each connection to a worker, which serves it to its end.",
                        "Workers use all cores, and a slow handler delays only its own worker.",
                        "All connections come through one acceptor, and a worker with busy connections is overloaded while others are idle.");
            case MultiAcceptor ignored ->
                new Claim(
                        "NGINX before 1.9.1",
                        "Several acceptors wait for one socket; the one that accepts a connection serves it.",
                        "Accepting is dispersed, and no connection is handed over.",
                        "Acceptors compete for the one socket, one at a time, and load follows the connections.");
            case SocketSharded ignored ->
                new Claim(
                        "NGINX from 1.9.1",
                        "Each acceptor has a socket of its own; the kernel divides the connections by a hash.",
                        "Acceptors do not compete: there is no gate.",
                        "The hash does not know the load: few connections are spread unevenly.");
            case MessageBalanced chosen ->
                new Claim(
                        "RAMCloud",
                        chosen.dispatchers() == 1
                                ? "One dispatcher reads every message and gives it to any worker that is free."
                                : chosen.dispatchers()
                                        + " dispatchers share the connections; each message goes to any worker that is free.",
                        "No worker is overloaded while another is idle, and long messages do not delay short ones.",
                        "The dispatcher that reads and sorts everything is the bottleneck.");
            case Custom ignored -> new Claim("", "An architecture of your own.", "", "");
        };
    }
}
