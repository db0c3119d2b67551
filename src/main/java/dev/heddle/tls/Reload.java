package dev.heddle.tls;

import dev.heddle.metrics.ServerEvents;
import java.io.IOException;
import java.util.Optional;

/**
 * Reads the files of a server's certificates again when they have changed.
 *
 * <pre>
 *   SERVED ── a file has changed ──► CHANGING ── no change since the last look ──► READING ──► SERVED, the new ones
 *                                       ▲ └──── changed again ────┐                 │
 *                                       └─────────────────────────┴─── no use ◄─────┘  reported the second time
 * </pre>
 *
 * <p>Several files are not replaced at once: for a moment the certificate is new and the key is old, or half of a file is written. So
 * files are read when they have not changed for one interval, and what is no use is tried again each time; it is reported only if the same
 * files are no use twice, once for each change. Only for the thread that looks.
 */
final class Reload {
    private final CertificateFiles files;

    /** The stamps of the files that are served. */
    private FileStamps served;

    /** The stamps at the last look. */
    private FileStamps seen;

    /** How often the files were no use since they last changed. */
    private int failures;

    /** @param served the stamps of the files before they were read */
    Reload(CertificateFiles files, FileStamps served) {
        this.files = files;
        this.served = served;
        this.seen = served;
    }

    /** Looks at the files, once in each interval. Returns what they hold if that is new. */
    Optional<CertificateFiles.Loaded> look(ServerEvents events) {
        FileStamps now = FileStamps.of(files.files());
        boolean resting = now.equals(seen);
        if (!resting) {
            seen = now;
            failures = 0;
        }
        return resting && !now.equals(served) ? read(now, events) : Optional.empty();
    }

    private Optional<CertificateFiles.Loaded> read(FileStamps now, ServerEvents events) {
        try {
            CertificateFiles.Loaded loaded = files.load();
            if (!FileStamps.of(files.files()).equals(now)) {
                return Optional.empty(); // They have changed meanwhile: it may be half of the old and half of the new.
            }
            served = now;
            return Optional.of(loaded);
        } catch (IOException | RuntimeException e) {
            // A provider of the JDK may throw what it likes at what it does not understand.
            failures++;
            if (failures == 2) {
                events.certificatesNotReloaded(e);
            }
            return Optional.empty();
        }
    }
}
