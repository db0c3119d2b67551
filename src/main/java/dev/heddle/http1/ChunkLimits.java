package dev.heddle.http1;

/**
 * Limits on the parts of a chunked body that are not data.
 *
 * @param extensions bytes of all chunk extensions together
 * @param trailers bytes of the trailer section
 * @param trailerFields number of trailer fields
 */
record ChunkLimits(int extensions, int trailers, int trailerFields) {}
