package dev.heddle.cli;

import dev.heddle.files.FileHandler;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/** The flags of {@code heddle serve} that say how files are served, with the library's defaults but for listings. */
final class FileFlags {
    @Option(
            names = "--index",
            order = 51,
            paramLabel = "NAME",
            split = ",",
            showDefaultValue = Visibility.NEVER,
            description =
                    "The index files of a directory, in order of preference, separated by commas; 'none' disables index files (default: index.html,index.htm).")
    private List<String> index = List.of("index.html", "index.htm");

    @Option(
            names = "--no-listing",
            order = 52,
            showDefaultValue = CommandLine.Help.Visibility.NEVER,
            description = "A directory without an index file is 404 instead of listed.")
    private boolean noListing;

    @Option(
            names = "--hidden-files",
            order = 53,
            showDefaultValue = CommandLine.Help.Visibility.NEVER,
            description = "Serve and list files and directories whose name begins with a dot, too.")
    private boolean hidden;

    @Option(
            names = "--precompressed",
            order = 54,
            showDefaultValue = CommandLine.Help.Visibility.NEVER,
            description =
                    "Send FILE.br, FILE.zst or FILE.gz in place of FILE to clients that accept it, unless it is older.")
    private boolean precompressed;

    @Option(
            names = "--cache-control",
            order = 55,
            showDefaultValue = Visibility.NEVER,
            paramLabel = "[GLOB:]VALUE",
            split = "\n",
            hideParamSyntax = true,
            description = "The Cache-Control header of all files, or of those whose path in DIR matches; the last that"
                    + " matches counts.")
    private List<String> cacheControl = List.of();

    @Option(
            names = "--content-type",
            order = 56,
            showDefaultValue = Visibility.NEVER,
            paramLabel = "EXT=TYPE",
            split = "\n",
            hideParamSyntax = true,
            description = "The media type of files whose name ends with .EXT, in addition to the usual ones.")
    private Map<String, String> contentTypes = Map.of();

    @Option(
            names = "--charset",
            order = 57,
            paramLabel = "NAME",
            description = "The charset declared for text/*; 'none' declares none.")
    private String charset = "utf-8";

    @Option(
            names = "--error-page",
            order = 58,
            showDefaultValue = Visibility.NEVER,
            paramLabel = "STATUS=FILE",
            split = "\n",
            hideParamSyntax = true,
            description = "The page of an error, read at the start: 403, 404, 405, 412, 416, 501, 503.")
    private Map<Integer, Path> errorPages = Map.of();

    @Option(
            names = "--max-ranges",
            order = 59,
            paramLabel = "N",
            converter = WholeNumber.Count.class,
            description = "Ranges in a request; one with more gets the whole file. 0 disables ranges.")
    private int maxRanges = 16;

    @Option(
            names = "--max-listed",
            order = 60,
            paramLabel = "N",
            converter = WholeNumber.Count.class,
            description = "Names in a listing; it says if there are more.")
    private int maxListed = 10_000;

    @Option(
            names = "--max-open-files",
            order = 61,
            paramLabel = "N",
            converter = WholeNumber.Count.class,
            description = "Files of more than 64 KiB that are sent at a time; further ones get 503.")
    private int maxOpenFiles = 1024;

    @Option(
            names = "--max-file-memory",
            order = 62,
            paramLabel = "SIZE",
            showDefaultValue = CommandLine.Help.Visibility.NEVER,
            converter = Size.class,
            description =
                    "Bytes of files in memory on their way to clients; beyond it 4 KiB for each (default: a sixteenth"
                            + " of the heap).")
    private @Nullable Long fileMemory;

    @Option(
            names = "--file-cache",
            order = 63,
            paramLabel = "SIZE",
            showDefaultValue = CommandLine.Help.Visibility.NEVER,
            converter = Size.class,
            description =
                    "Bytes of files of up to 16 KiB that are kept in memory, looked at for each request; 0 for none"
                            + " (default: a 32nd of the heap, at most 64 MiB).")
    private @Nullable Long fileCache;

    /**
     * What the flags have chosen for a directory.
     *
     * @throws IllegalArgumentException if a value is malformed or out of bounds
     */
    FileHandler.Builder chosen(Path directory) {
        FileHandler.Builder files = FileHandler.builder(directory)
                .index(isNone(index) ? new String[0] : index.toArray(String[]::new))
                .listing(!noListing)
                .hiddenFiles(hidden)
                .precompressed(precompressed)
                .charset(charset.equals("none") ? "" : charset)
                .maxRanges(maxRanges)
                .maxListed(maxListed)
                .maxOpenFiles(maxOpenFiles);
        for (String rule : cacheControl) {
            int colon = rule.indexOf(':'); // No directive has one.
            if (colon < 0) {
                files.cacheControl(rule);
            } else {
                files.cacheControl(
                        rule.substring(0, colon), rule.substring(colon + 1).strip());
            }
        }
        contentTypes.forEach(files::contentType);
        errorPages.forEach(files::errorPage);
        if (fileMemory != null) {
            files.bufferMemory(fileMemory);
        }
        return fileCache == null ? files : files.cacheMemory(fileCache);
    }

    private static boolean isNone(List<String> names) {
        return names.equals(List.of("none"));
    }
}
