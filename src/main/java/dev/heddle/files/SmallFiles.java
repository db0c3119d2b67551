package dev.heddle.files;

import dev.heddle.http.Response;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Responses with small files that were read before, so that a file which is asked for again is looked at, and not opened, read, closed and
 * described anew: that is most of what a small file costs.
 *
 * <p>The thread that finds a response here has found the file first, as it is now, by {@link FileTree}; a response is only good for exactly that
 * version of it. Only files that were changed at least two seconds before are kept, where the file system records that ({@link Validators}): a later write has another time.
 *
 * <p><b>States.</b> Each slot has one response or none. Which slot a file has follows from its path; the next one of the same slot replaces it.
 * So memory is bounded without a list of what was used when, and two files that share a slot are only slower.
 *
 * <p><b>Threads.</b> Any thread reads and replaces a slot. If two replace it at once, either may remain.
 *
 * <p><b>Ordering.</b> An entry is immutable; a thread that reads the reference sees all of it.
 */
final class SmallFiles {
    /** The most bytes of a file. */
    static final int LARGEST = 16_384;

    /** What a slot is reckoned at: a file and the objects around it. */
    private static final int SLOT_BYTES = LARGEST + 1024;

    private static final int MOST_SLOTS = 65_536;

    /** Not changed after construction; its elements are. */
    private final List<AtomicReference<@Nullable Entry>> slots;

    /** @param memory bytes that the responses may take together */
    SmallFiles(long memory) {
        int count = (int) Math.min(MOST_SLOTS, memory / SLOT_BYTES);
        this.slots = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            slots.add(new AtomicReference<>());
        }
    }

    /**
     * A response.
     *
     * @param real where the file is, or its compressed copy
     * @param version which version of it
     * @param relative by which path it was asked for: type and caching follow from it
     * @param coding of the compressed copy; null for the file itself
     * @param validators of that version
     * @param response the whole file; holds nothing that has to be closed
     */
    record Entry(
            Path real,
            FileVersion version,
            String relative,
            @Nullable ContentCoding coding,
            Validators validators,
            Response response) {}

    /** Finds the response with this version of a file; null if there is none. */
    @Nullable
    Entry find(Path real, FileVersion version, String relative, @Nullable ContentCoding coding) {
        if (slots.isEmpty()) {
            return null;
        }
        Entry entry = slot(real).get();
        boolean same = entry != null
                && entry.real.equals(real)
                && entry.version.equals(version)
                && entry.relative.equals(relative)
                && entry.coding == coding;
        return same ? entry : null;
    }

    /** Keeps a response, if there is a slot for it and its version cannot be mistaken for another one. */
    void keep(Entry entry) {
        boolean sure = entry.version.changedNanos() != FileVersion.UNKNOWN && entry.validators.settled();
        // A date that was in the future will not be for long.
        if (sure && entry.validators.hasDate() && !slots.isEmpty()) {
            slot(entry.real).set(entry);
        }
    }

    private AtomicReference<@Nullable Entry> slot(Path real) {
        int hash = real.hashCode();
        return slots.get(Math.floorMod(hash ^ hash >>> 16, slots.size()));
    }
}
