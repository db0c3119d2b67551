package dev.heddle.lab.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Linux wakes a sleeping thread up to 50 µs late, so that it can wake several at a time. A generator that sleeps until the next request
 * is due asks for less; where that is not possible its lag is larger, and reported.
 */
final class TimerSlack {
    private TimerSlack() {}

    /** Has the calling platform thread be woken as exactly as the system can. */
    static void minimize() {
        try {
            Path self = Files.readSymbolicLink(Path.of("/proc/thread-self"));
            Files.writeString(Path.of("/proc").resolve(self.getFileName()).resolve("timerslack_ns"), "1");
        } catch (IOException | RuntimeException e) {
            // Not Linux, or not allowed.
        }
    }
}
