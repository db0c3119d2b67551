package dev.heddle.bench.server;

import dev.heddle.bytes.Ascii;

/** The response and the settings that all servers share. */
final class CommonSettings {
    static final String PATH = "/plaintext";
    static final String TYPE = "text/plain";

    /** Listen backlog: with the default of 50, a burst of connects has to retransmit after a second. */
    static final int BACKLOG = 4096;

    /** Idle timeout of a connection, in seconds: longer than any run. */
    static final int IDLE_SECONDS = 3600;

    private CommonSettings() {}

    /** The body of the response; a new array for each caller. */
    static byte[] body() {
        return Ascii.bytes("Hello, World!");
    }
}
