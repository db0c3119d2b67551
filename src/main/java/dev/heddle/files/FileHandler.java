package dev.heddle.files;

import dev.heddle.concurrent.Quota;
import dev.heddle.files.FileTree.Found;
import dev.heddle.http.Handler;
import dev.heddle.http.Headers;
import dev.heddle.http.Request;
import dev.heddle.http.Response;
import dev.heddle.http.Status;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Serves the files of a directory, read-only: conditional requests, ranges, compressed copies, index files and listings.
 *
 * <pre>{@code
 * Handler files = FileHandler.builder(Path.of("site")).cacheControl("max-age=60").build();
 * try (Server server = Server.http(files).port(8080).start()) {
 *     server.awaitClosed();
 * }
 * }</pre>
 *
 * <p>Served are regular files and directories whose real path, all symbolic links followed, is inside the directory's own, and none of
 * whose names begins with a dot; {@code /.well-known/} is public (RFC 8615). For anything else the response is 404, as for what does not
 * exist. Whether that holds is looked at when a file is found, just before it is opened; a program that may write into the
 * directory can replace a directory by a link in between.
 *
 * <p>A file is sent as long as it was when it was opened: if it grows, no more is sent; if it shrinks, the response ends early, and the
 * connection is closed. What responses hold is bounded by {@link Builder#bufferMemory} and {@link Builder#maxOpenFiles}. Small files are kept
 * in {@link Builder#cacheMemory}, and looked at each time.
 *
 * <p>Reading a file blocks the thread that handles the request, and its carrier with it. For any number of threads.
 *
 * {@snippet :
 * FileHandler files = FileHandler.of(Path.of("site"));
 * Server server = Server.http(files).port(8080).start();
 * }
 */
public final class FileHandler implements Handler {
    private static final String ALLOW = "GET, HEAD, OPTIONS";

    /** The methods of RFC 9110 9.3 and RFC 5789. The response to them is 405, to any other 501. */
    private static final Set<String> OTHER_METHODS = Set.of("POST", "PUT", "DELETE", "CONNECT", "TRACE", "PATCH");

    private final FileOptions options;
    private final FileTree tree;
    private final List<String> prefix;
    private final Allowance allowance;
    private final ErrorResponses errors;
    private final FileResponses files;

    private FileHandler(FileOptions options, LongSupplier clock) throws IOException {
        this.options = options;
        this.tree = new FileTree(options.root(), options.hidden());
        RequestPath below = RequestPath.parse(options.prefix());
        this.prefix = below == null ? List.of() : below.names();
        this.allowance = new Allowance(new Quota(options.bufferMemory()), new Quota(options.maxOpenFiles()));
        this.errors = new ErrorResponses(options.errorPages());
        this.files = new FileResponses(options, tree, allowance, errors, clock);
    }

    /**
     * Serves a directory with the defaults of the {@link Builder}.
     *
     * @throws IOException if there is no such directory
     */
    public static FileHandler of(Path directory) throws IOException {
        return builder(directory).build();
    }

    /** Begins to configure a handler for a directory. */
    public static Builder builder(Path directory) {
        return new Builder(directory);
    }

    @Override
    public Response handle(Request request) throws IOException {
        String method = request.method();
        if (!method.equals("GET") && !method.equals("HEAD")) {
            return otherMethod(method);
        }
        RequestPath asked = RequestPath.parse(request.path());
        RequestPath path = asked == null ? null : asked.below(prefix);
        if (path == null) {
            return errors.of(Status.NOT_FOUND);
        }
        return switch (tree.find(path)) {
            case Found.Nothing nothing -> errors.of(Status.NOT_FOUND);
            case Found.Regular file ->
                path.endsWithSlash() ? errors.of(Status.NOT_FOUND) : files.send(request, file, path.relative());
            case Found.Directory directory ->
                path.endsWithSlash() ? directory(request, directory.real(), path) : redirect(request, path);
        };
    }

    private Response otherMethod(String method) {
        if (method.equals("OPTIONS")) {
            return Response.of(Status.NO_CONTENT).header("Allow", ALLOW);
        }
        return OTHER_METHODS.contains(method)
                ? errors.of(Status.METHOD_NOT_ALLOWED).header("Allow", ALLOW)
                : errors.of(Status.NOT_IMPLEMENTED);
    }

    // ---- directories

    /** To the same path with a slash, written anew: it begins with one slash, and so never names another host. */
    private Response redirect(Request request, RequestPath path) {
        String query = request.query().map(text -> "?" + text).orElse("");
        return ErrorPage.standard(Status.MOVED_PERMANENTLY)
                .response(Status.MOVED_PERMANENTLY)
                .header("Location", options.prefix() + path.asDirectory() + query);
    }

    private Response directory(Request request, Path directory, RequestPath path) throws IOException {
        for (String index : options.indexes()) {
            if (tree.child(directory, index) instanceof Found.Regular file) {
                String relative = path.relative();
                return files.send(request, file, relative.isEmpty() ? index : relative + '/' + index);
            }
        }
        if (!options.listing()) {
            return errors.of(Status.NOT_FOUND);
        }
        try {
            Response page = Listing.of(tree, directory, path, options.maxListed(), allowance.memory());
            return page == null ? errors.busy() : page;
        } catch (FileSystemException e) {
            return errors.unopened(e);
        }
    }

    /** Configures a {@link FileHandler}. Each method replaces what was set before, unless it says otherwise. */
    public static final class Builder {
        private static final int MAX_ERROR_PAGE = 1 << 20;

        private final Path directory;
        private String prefix = "";
        private List<String> indexes = List.of("index.html", "index.htm");
        private boolean listing;
        private boolean hidden;
        private boolean precompressed;
        private String charset = "utf-8";
        private int maxRanges = 16;
        private int maxListed = 10_000;
        private int maxOpenFiles = 1024;
        private long bufferMemory = Runtime.getRuntime().maxMemory() / 16;
        private long cacheMemory = Math.min(64L << 20, Runtime.getRuntime().maxMemory() / 32);
        private LongSupplier clock = HttpDate.clock();
        private final List<CacheRules.Rule> caching = new ArrayList<>();
        private final Map<String, String> types = new HashMap<>();
        private final Map<Integer, Path> errorPages = new HashMap<>();

        private Builder(Path directory) {
            this.directory = directory;
        }

        /** The time of day in seconds since 1970, for tests. */
        Builder clock(LongSupplier seconds) {
            clock = seconds;
            return this;
        }

        /**
         * The path under which the directory appears, such as {@code /static}; by default it is the root. Requests for other paths get 404.
         *
         * @throws IllegalArgumentException if it is neither empty nor begins with a slash and a name, or ends with a slash
         */
        public Builder prefix(String path) {
            RequestPath parsed = RequestPath.parse(path);
            if (parsed == null || (!path.isEmpty() && parsed.endsWithSlash())) {
                throw new IllegalArgumentException("not a prefix such as /static: '" + path + "'");
            }
            prefix = path.isEmpty()
                    ? ""
                    : "/"
                            + String.join(
                                    "/",
                                    parsed.names().stream()
                                            .map(RequestPath::encoded)
                                            .toList());
            return this;
        }

        /**
         * The names of index files, in order of preference: the first one that a directory has is sent in its place. By default
         * {@code index.html} and {@code index.htm}; none if there are no names.
         *
         * @throws IllegalArgumentException if a name is empty or has a slash
         */
        public Builder index(String... names) {
            for (String name : names) {
                if (name.isBlank() || name.indexOf('/') >= 0) {
                    throw new IllegalArgumentException("not the name of a file: '" + name + "'");
                }
            }
            indexes = List.of(names);
            return this;
        }

        /** Whether a directory without an index file is listed; otherwise it is 404. Off by default. */
        public Builder listing(boolean on) {
            listing = on;
            return this;
        }

        /** Whether files and directories are served and listed whose name begins with a dot. Off by default. */
        public Builder hiddenFiles(boolean on) {
            hidden = on;
            return this;
        }

        /**
         * Whether {@code page.html.br}, {@code .zst} or {@code .gz} is sent in place of {@code page.html} to a client that accepts it, if
         * it is not older. Off by default.
         */
        public Builder precompressed(boolean on) {
            precompressed = on;
            return this;
        }

        /**
         * The {@code Cache-Control} header of all files, such as {@code max-age=3600}. There is none by default.
         *
         * @throws IllegalArgumentException if it is not a header's value
         */
        public Builder cacheControl(String value) {
            return cacheRule(new CacheRules.Rule(null, checked(value)));
        }

        /**
         * The {@code Cache-Control} header of the files that match a glob ({@link java.nio.file.FileSystem#getPathMatcher}) by their path
         * below the directory, such as {@code assets/**}. In addition to what was set before; the last one that matches counts.
         *
         * @throws IllegalArgumentException if it is not a header's value, or the glob is malformed
         */
        public Builder cacheControl(String glob, String value) {
            if (glob.isEmpty()) {
                throw new IllegalArgumentException("a glob is empty");
            }
            return cacheRule(
                    new CacheRules.Rule(directory.getFileSystem().getPathMatcher("glob:" + glob), checked(value)));
        }

        private Builder cacheRule(CacheRules.Rule rule) {
            caching.add(rule);
            return this;
        }

        private static String checked(String value) {
            if (value.isBlank()) {
                throw new IllegalArgumentException("a header's value is empty");
            }
            return Headers.of("Value", value).value(0);
        }

        /**
         * The media type of files whose name ends with a dot and an extension, in addition to the usual ones.
         *
         * @throws IllegalArgumentException if it is not a media type
         */
        public Builder contentType(String extension, String type) {
            if (extension.isEmpty() || !type.matches("[^/;\\s]+/[^/;\\s]+(\\s*;.*)?")) {
                throw new IllegalArgumentException(
                        "not an extension and its type: '" + extension + "', '" + type + "'");
            }
            types.put(extension, checked(type));
            return this;
        }

        /** What {@code text/*} is declared to be written in: {@code utf-8} by default; empty to leave it open. */
        public Builder charset(String name) {
            charset = name.isEmpty() ? "" : checked(name);
            return this;
        }

        /**
         * A file whose contents are the body of a response with that status. It is read once, by {@link #build}, and is 1 MiB at most. Its
         * name says what type it has; it need not be inside the directory.
         *
         * @throws IllegalArgumentException if the handler does not send that status: 403, 404, 405, 412, 416, 501, 503
         */
        public Builder errorPage(int status, Path file) {
            if (ErrorResponses.ALL.stream().noneMatch(error -> error.code() == status)) {
                throw new IllegalArgumentException(
                        "no error page for status " + status + "; those with one: 403, 404, 405, 412, 416, 501, 503");
            }
            errorPages.put(status, file);
            return this;
        }

        /**
         * The most ranges of a request, 16 by default; one with more gets the whole file. With 0 there are no ranges.
         *
         * @throws IllegalArgumentException if it is negative
         */
        public Builder maxRanges(int count) {
            maxRanges = atLeast(0, count, "maxRanges");
            return this;
        }

        /**
         * The most names in a listing, 10000 by default; it says if there are more.
         *
         * @throws IllegalArgumentException if it is below 1
         */
        public Builder maxListed(int count) {
            maxListed = atLeast(1, count, "maxListed");
            return this;
        }

        /**
         * The most files of more than 64 KiB that are open at a time, 1024 by default; beyond it 503.
         *
         * @throws IllegalArgumentException if it is below 1
         */
        public Builder maxOpenFiles(int count) {
            maxOpenFiles = atLeast(1, count, "maxOpenFiles");
            return this;
        }

        /**
         * Bytes that the contents of files on their way may take in memory, a sixteenth of the heap by default. Beyond it a response uses 4 KiB,
         * and is slower; a listing, 503.
         *
         * @throws IllegalArgumentException if it is negative
         */
        public Builder bufferMemory(long bytes) {
            if (bytes < 0) {
                throw new IllegalArgumentException("bufferMemory must be at least 0, not " + bytes);
            }
            bufferMemory = bytes;
            return this;
        }

        /**
         * Bytes that may be taken for files of up to 16 KiB that are kept for the next request, by default a 32nd of the heap, and 64 MiB at most.
         * A file is looked at for each request nevertheless: what was written since is sent.
         *
         * @throws IllegalArgumentException if it is negative
         */
        public Builder cacheMemory(long bytes) {
            if (bytes < 0) {
                throw new IllegalArgumentException("cacheMemory must be at least 0, not " + bytes);
            }
            cacheMemory = bytes;
            return this;
        }

        private static int atLeast(int least, int count, String name) {
            if (count < least) {
                throw new IllegalArgumentException(name + " must be at least " + least + ", not " + count);
            }
            return count;
        }

        /**
         * Creates the handler.
         *
         * @throws IOException if there is no such directory, or an error page cannot be read
         */
        public FileHandler build() throws IOException {
            ContentTypes all = ContentTypes.with(types, charset);
            Map<Integer, ErrorPage> pages = new HashMap<>();
            for (Map.Entry<Integer, Path> page : errorPages.entrySet()) {
                Path file = page.getValue();
                if (Files.size(file) > MAX_ERROR_PAGE) {
                    throw new FileSystemException(file.toString(), null, "error page of more than 1 MiB");
                }
                pages.put(page.getKey(), new ErrorPage(all.of(file.toString()), Files.readAllBytes(file)));
            }
            FileOptions options = new FileOptions(
                    directory,
                    prefix,
                    indexes,
                    listing,
                    hidden,
                    precompressed,
                    new CacheRules(caching),
                    all,
                    pages,
                    maxRanges,
                    maxListed,
                    maxOpenFiles,
                    bufferMemory,
                    cacheMemory);
            return new FileHandler(options, clock);
        }
    }
}
