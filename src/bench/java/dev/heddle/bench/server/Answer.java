package dev.heddle.bench.server;

import dev.heddle.bytes.Ascii;

/** What each server answers, and the settings that all of them have. */
final class Answer {
    static final String PATH = "/plaintext";
    static final String TYPE = "text/plain";

    /** How many connections wait to be accepted: at the default of 50 a storm of them meets retransmits after a second. */
    static final int BACKLOG = 4096;

    /** How long a connection may be idle, in seconds: longer than any run. */
    static final int IDLE_SECONDS = 3600;

    private Answer() {}

    /** The content; a new array, for whoever keeps it. */
    static byte[] content() {
        return Ascii.bytes("Hello, World!");
    }
}
