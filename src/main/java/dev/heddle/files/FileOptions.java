package dev.heddle.files;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a {@link FileHandler} does; see its builder.
 *
 * @param root the directory
 * @param prefix what the path of each request begins with, without a slash at its end
 * @param indexes the names of index files
 * @param listing whether directories without an index are listed
 * @param hidden whether files are served whose name begins with a dot
 * @param precompressed whether compressed copies are served
 * @param caching what {@code Cache-Control} says
 * @param types the types of files
 * @param errorPages by status
 * @param maxRanges the most ranges of a request
 * @param maxListed the most names in a listing
 * @param maxOpenFiles the most open files
 * @param bufferMemory bytes of contents in memory
 * @param cacheMemory bytes of small files that are kept
 */
record FileOptions(
        Path root,
        String prefix,
        List<String> indexes,
        boolean listing,
        boolean hidden,
        boolean precompressed,
        CacheRules caching,
        ContentTypes types,
        Map<Integer, ErrorPage> errorPages,
        int maxRanges,
        int maxListed,
        int maxOpenFiles,
        long bufferMemory,
        long cacheMemory) {
    FileOptions {
        indexes = List.copyOf(indexes);
        errorPages = Map.copyOf(errorPages);
    }
}
