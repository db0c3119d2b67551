package dev.heddle.http1;

import dev.heddle.options.Limits;

/**
 * Limits on the parts of a chunked body that are not data.
 *
 * @param extensions bytes of all chunk extensions together
 * @param trailers bytes of the trailer section
 * @param trailerFields number of trailer fields
 */
record ChunkLimits(int extensions, int trailers, int trailerFields) {
    /** Those of a server: a trailer section is limited as a head is. */
    static ChunkLimits of(Limits limits) {
        return new ChunkLimits(limits.chunkExtensions(), limits.head(), limits.headerCount());
    }
}
