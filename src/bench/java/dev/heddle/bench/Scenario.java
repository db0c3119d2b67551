package dev.heddle.bench;

/** A kind of load. */
enum Scenario {
    ONE("ka1", 1, 1, "one connection, keep-alive: round trips"),
    KEEP_ALIVE("ka64", 64, 1, "64 connections, keep-alive"),
    MANY("ka512", 512, 1, "512 connections, keep-alive"),
    PIPELINED("pipe", 64, 16, "64 connections, 16 requests in each write"),
    NEW_CONNECTIONS("close", 64, 1, "64 clients, a new connection for each request"),
    OPEN_LOOP("rate", 64, 1, "open loop over 64 connections, latency from the intended time of sending");

    private final String label;
    private final int connections;
    private final int depth;
    private final String title;

    Scenario(String label, int connections, int depth, String title) {
        this.label = label;
        this.connections = connections;
        this.depth = depth;
        this.title = title;
    }

    /** The name on the command line and in the tables. */
    String label() {
        return label;
    }

    /** Connections that are open at a time. */
    int connections() {
        return connections;
    }

    /** Requests in one batch; a connection sends the next batch when all responses to the last have arrived. */
    int depth() {
        return depth;
    }

    String title() {
        return title;
    }

    boolean isNewConnections() {
        return this == NEW_CONNECTIONS;
    }

    boolean isOpenLoop() {
        return this == OPEN_LOOP;
    }

    /** Finds a scenario by its label. */
    static Scenario named(String label) {
        for (Scenario scenario : values()) {
            if (scenario.label.equals(label)) {
                return scenario;
            }
        }
        throw new IllegalArgumentException("unknown scenario: " + label);
    }
}
