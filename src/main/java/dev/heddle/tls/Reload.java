package dev.heddle.tls;

import dev.heddle.metrics.ServerEvents;
import dev.heddle.tls.CertificateFiles.Loaded;
import java.time.Duration;
import java.util.Optional;

/**
 * Reads the files of a server's certificates again when they have changed.
 *
 * <pre>
 *   SERVED ── a file has changed ──► CHANGING ── no change since the last look ──► READING ──► SERVED, the new ones
 *                                       ▲ └──── changed again ────┐                 │
 *                                       └─────────────────────────┴─── invalid ◄────┘  reported the second time, then daily
 * </pre>
 *
 * <p>Several files are not replaced at once: for a moment the certificate is new and the key is old, or half of a file is written. So
 * files are read when they have not changed for one interval, and those that are invalid are read again each time. They are reported
 * if they are invalid twice, and then once a day. One certificate does not wait for another: where one is invalid, what it was is served on
 * together with what is new of the others. Only for the thread that looks.
 */
final class Reload {
    private static final long DAY_NANOS = Duration.ofDays(1).toNanos();

    private final CertificateFiles files;
    private final Clocks clocks;

    /** What is served. */
    private Loaded current;

    /** The stamps of the files that it was read from. */
    private FileStamps served;

    /** The stamps at the last look. */
    private FileStamps seen;

    /** How often files were invalid since one last changed. */
    private int failures;

    private long reportedAt;

    /**
     * Begins with what was read.
     *
     * @param served the stamps of the files before that
     * @param clocks the clocks of certificates and sessions
     */
    Reload(CertificateFiles files, FileStamps served, Loaded first, Clocks clocks) {
        this.files = files;
        this.clocks = clocks;
        this.current = first;
        this.served = served;
        this.seen = served;
    }

    /** Looks at the files, once in each interval. Returns what is to be served from now on if that is new. */
    Optional<Loaded> look(ServerEvents events) {
        FileStamps now = FileStamps.of(files.files());
        boolean resting = now.equals(seen);
        if (!resting) {
            seen = now;
            failures = 0;
        }
        return resting && !now.equals(served) ? read(now, events) : Optional.empty();
    }

    private Optional<Loaded> read(FileStamps now, ServerEvents events) {
        Loaded loaded = files.loadAgain(current);
        if (!FileStamps.of(files.files()).equals(now)) {
            return Optional.empty(); // They have changed meanwhile: it may be half of the old and half of the new.
        }
        if (loaded.failures().isEmpty()) {
            served = now;
        } else {
            report(loaded, events);
        }
        boolean isNew = !loaded.holdsTheSameAs(current);
        current = loaded;
        return isNew ? Optional.of(loaded) : Optional.empty();
    }

    private void report(Loaded loaded, ServerEvents events) {
        failures++;
        boolean isDue = failures > 2 && clocks.since(reportedAt) >= DAY_NANOS;
        if (failures == 2 || isDue) {
            reportedAt = clocks.nanos().getAsLong();
            loaded.failures().forEach(events::certificatesNotReloaded);
        }
    }
}
