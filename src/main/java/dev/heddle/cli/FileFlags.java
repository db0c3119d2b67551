package dev.heddle.cli;

import dev.heddle.files.FileHandler;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The flags of {@code heddle serve} that say how files are served, with the library's defaults but for listings. */
final class FileFlags {
    private final Flag<List<String>> index;
    private final Flag<Boolean> noListing;
    private final Flag<Boolean> hidden;
    private final Flag<Boolean> precompressed;
    private final Flag<List<String>> cacheControl;
    private final Flag<Map<String, String>> contentTypes;
    private final Flag<String> charset;
    private final Flag<Map<Integer, Path>> errorPages;
    private final Flag<Integer> maxRanges;
    private final Flag<Integer> maxListed;
    private final Flag<Integer> maxOpenFiles;
    private final Flag<Long> fileMemory;
    private final Flag<Long> fileCache;

    /** Adds the flags to a command. */
    FileFlags(CommandSpec command) {
        index = Flag.addList(
                command,
                String.class,
                OptionSpec.builder("--index")
                        .paramLabel("NAME")
                        .splitRegex(",")
                        .initialValue(List.of("index.html", "index.htm"))
                        .showDefaultValue(Visibility.NEVER)
                        .description(
                                "The index files of a directory, in order of preference, separated by commas; 'none'"
                                        + " disables index files (default: index.html,index.htm)."));
        noListing = Flag.addSwitch(
                command,
                OptionSpec.builder("--no-listing")
                        .description("A directory without an index file is 404 instead of listed."));
        hidden = Flag.addSwitch(
                command,
                OptionSpec.builder("--hidden-files")
                        .description("Serve and list files and directories whose name begins with a dot, too."));
        precompressed = Flag.addSwitch(
                command,
                OptionSpec.builder("--precompressed")
                        .description(
                                "Send FILE.br, FILE.zst or FILE.gz in place of FILE to clients that accept it, unless"
                                        + " it is older."));
        cacheControl = Flag.addList(
                command,
                String.class,
                severalLines("--cache-control", "[GLOB:]VALUE")
                        .initialValue(List.of())
                        .description(
                                "The Cache-Control header of all files, or of those whose path in DIR matches; the last"
                                        + " that matches counts."));
        contentTypes = Flag.addMap(
                command,
                String.class,
                String.class,
                severalLines("--content-type", "EXT=TYPE")
                        .initialValue(Map.of())
                        .description(
                                "The media type of files whose name ends with .EXT, in addition to the usual ones."));
        charset = Flag.add(
                command,
                String.class,
                OptionSpec.builder("--charset")
                        .paramLabel("NAME")
                        .initialValue("utf-8")
                        .description("The charset declared for text/*; 'none' declares none."));
        errorPages = Flag.addMap(
                command,
                Integer.class,
                Path.class,
                severalLines("--error-page", "STATUS=FILE")
                        .initialValue(Map.of())
                        .description("The page of an error, read at the start: 403, 404, 405, 412, 416, 501, 503."));
        maxRanges = count(
                command,
                "--max-ranges",
                16,
                "Ranges in a request; one with more gets the whole file. 0 disables ranges.");
        maxListed = count(command, "--max-listed", 10_000, "Names in a listing; it says if there are more.");
        maxOpenFiles = count(
                command,
                "--max-open-files",
                1024,
                "Files of more than 64 KiB that are sent at a time; further ones get 503.");
        fileMemory = size(
                command,
                "--max-file-memory",
                "Bytes of files in memory on their way to clients; beyond it 4 KiB for each (default: a sixteenth of the heap).");
        fileCache = size(
                command,
                "--file-cache",
                "Bytes of files of up to 16 KiB that are kept in memory, looked at for each request; 0 for none (default: a 32nd"
                        + " of the heap, at most 64 MiB).");
    }

    /** A flag whose values may contain any separator: in a variable or a file each is a line. */
    private static OptionSpec.Builder severalLines(String name, String label) {
        return OptionSpec.builder(name)
                .paramLabel(label)
                .splitRegex("\n")
                .hideParamSyntax(true)
                .showDefaultValue(Visibility.NEVER);
    }

    private static Flag<Integer> count(CommandSpec command, String name, int standard, String description) {
        return Flag.add(
                command,
                Integer.class,
                OptionSpec.builder(name)
                        .paramLabel("N")
                        .converters(new WholeNumber.Count())
                        .initialValue(standard)
                        .description(description));
    }

    private static Flag<Long> size(CommandSpec command, String name, String description) {
        return Flag.add(
                command,
                Long.class,
                OptionSpec.builder(name)
                        .paramLabel("SIZE")
                        .converters(new Size())
                        .description(description));
    }

    /**
     * What the flags have chosen for a directory.
     *
     * @throws IllegalArgumentException if a value is malformed or out of bounds
     */
    FileHandler.Builder chosen(Path directory) {
        FileHandler.Builder files = FileHandler.builder(directory)
                .index(isNone(index.value()) ? new String[0] : index.value().toArray(String[]::new))
                .listing(!noListing.value())
                .hiddenFiles(hidden.value())
                .precompressed(precompressed.value())
                .charset(charset.value().equals("none") ? "" : charset.value())
                .maxRanges(maxRanges.value())
                .maxListed(maxListed.value())
                .maxOpenFiles(maxOpenFiles.value());
        for (String rule : cacheControl.value()) {
            int colon = rule.indexOf(':'); // No directive has one.
            if (colon < 0) {
                files.cacheControl(rule);
            } else {
                files.cacheControl(
                        rule.substring(0, colon), rule.substring(colon + 1).strip());
            }
        }
        contentTypes.value().forEach(files::contentType);
        errorPages.value().forEach(files::errorPage);
        fileMemory.ifPresent(files::bufferMemory);
        fileCache.ifPresent(files::cacheMemory);
        return files;
    }

    private static boolean isNone(List<String> names) {
        return names.equals(List.of("none"));
    }
}
