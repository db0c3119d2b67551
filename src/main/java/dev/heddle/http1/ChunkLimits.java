package dev.heddle.http1;

/**
 * What is taken of the parts of chunked content that are not content.
 *
 * @param extensions bytes of chunk extensions in all
 * @param trailers bytes of the trailer section
 * @param trailerFields fields in it
 */
record ChunkLimits(int extensions, int trailers, int trailerFields) {}
