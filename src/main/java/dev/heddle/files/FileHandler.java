package dev.heddle.files;

import dev.heddle.concurrent.Quota;
import dev.heddle.files.Allowance.Buffer;
import dev.heddle.files.FileTree.Found;
import dev.heddle.files.RangeHeader.Selection;
import dev.heddle.http.Body;
import dev.heddle.http.Handler;
import dev.heddle.http.Headers;
import dev.heddle.http.Request;
import dev.heddle.http.Response;
import dev.heddle.http.Status;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

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
 */
public final class FileHandler implements Handler {
    /** Files that are read as a whole and closed before they are sent: no descriptor is held for a client that reads slowly. */
    private static final int IN_MEMORY = 65_536;

    private static final String ALLOW = "GET, HEAD, OPTIONS";

    /** The methods of RFC 9110 9.3 and RFC 5789. The response to them is 405, to any other 501. */
    private static final Set<String> OTHER_METHODS = Set.of("POST", "PUT", "DELETE", "CONNECT", "TRACE", "PATCH");

    private static final Status PRECONDITION_FAILED = new Status(412, "Precondition Failed");
    private static final Status PARTIAL_CONTENT = new Status(206, "Partial Content");
    private static final Status RANGE_NOT_SATISFIABLE = new Status(416, "Range Not Satisfiable");

    /** The errors of this handler. */
    private static final List<Status> ERRORS = List.of(
            Status.FORBIDDEN,
            Status.NOT_FOUND,
            Status.METHOD_NOT_ALLOWED,
            PRECONDITION_FAILED,
            RANGE_NOT_SATISFIABLE,
            Status.NOT_IMPLEMENTED,
            Status.SERVICE_UNAVAILABLE);

    private final FileOptions options;
    private final FileTree tree;
    private final Allowance allowance;
    private final SmallFiles small;
    private final LongSupplier clock;

    /** The error responses, made once. */
    private final Map<Status, Response> errors = new HashMap<>();

    private FileHandler(FileOptions options, LongSupplier clock) throws IOException {
        this.options = options;
        this.tree = new FileTree(options.root(), options.hidden());
        this.allowance = new Allowance(new Quota(options.bufferMemory()), new Quota(options.maxOpenFiles()));
        this.small = new SmallFiles(options.cacheMemory());
        this.clock = clock;
        for (Status status : ERRORS) {
            ErrorPage page = options.errorPages().getOrDefault(status.code(), ErrorPage.standard(status));
            errors.put(status, page.response(status));
        }
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
        String below = below(request.path());
        RequestPath path = below == null ? null : RequestPath.parse(below);
        if (path == null) {
            return error(Status.NOT_FOUND);
        }
        return switch (tree.find(path)) {
            case Found.Nothing nothing -> error(Status.NOT_FOUND);
            case Found.Regular file ->
                path.endsWithSlash() ? error(Status.NOT_FOUND) : send(request, file, path.relative());
            case Found.Directory directory ->
                path.endsWithSlash() ? directory(request, directory.real(), path) : redirect(request, path);
        };
    }

    private Response otherMethod(String method) {
        if (method.equals("OPTIONS")) {
            return Response.of(Status.NO_CONTENT).header("Allow", ALLOW);
        }
        return OTHER_METHODS.contains(method)
                ? error(Status.METHOD_NOT_ALLOWED).header("Allow", ALLOW)
                : error(Status.NOT_IMPLEMENTED);
    }

    private Response error(Status status) {
        return Objects.requireNonNull(errors.get(status));
    }

    private Response busy() {
        return error(Status.SERVICE_UNAVAILABLE).header("Retry-After", "1");
    }

    /** The path without the prefix; null if it has none. */
    private @Nullable String below(String path) {
        String prefix = options.prefix();
        boolean inside =
                path.startsWith(prefix) && (path.length() == prefix.length() || path.charAt(prefix.length()) == '/');
        return inside ? path.substring(prefix.length()) : null;
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
                return send(request, file, relative.isEmpty() ? index : relative + '/' + index);
            }
        }
        if (!options.listing()) {
            return error(Status.NOT_FOUND);
        }
        try {
            Response page = Listing.of(tree, directory, path, options.maxListed(), allowance.memory());
            return page == null ? busy() : page;
        } catch (FileSystemException e) {
            return unopened(e);
        }
    }

    // ---- files

    /**
     * A file to send.
     *
     * @param file where it is, or its compressed copy
     * @param relative its path below the directory, without the copy's extension
     * @param coding the copy's; null for the file itself
     */
    private record Chosen(
            Found.Regular file, String relative, @Nullable ContentCoding coding) {
        Validators validators(FileVersion version, long now) {
            return Validators.of(version, coding == null ? "" : "-" + coding.token(), now);
        }
    }

    private Response send(Request request, Found.Regular file, String relative) throws IOException {
        Chosen chosen = choose(request, file, relative);
        long now = clock.getAsLong();
        Path real = chosen.file().real();
        SmallFiles.Entry kept = small.find(real, chosen.file().version(), chosen.relative());
        Validators validators = kept != null
                ? kept.validators()
                : chosen.validators(chosen.file().version(), now);
        Response unsent = unsent(request, chosen, validators, now);
        if (unsent != null) {
            return unsent;
        }
        if (kept != null && !request.headers().contains("Range")) {
            return kept.response();
        }
        if (!allowance.files().tryAcquire(1)) {
            return busy();
        }
        OpenedFile opened = null;
        Response response = null;
        try {
            opened = OpenedFile.open(real, chosen.file().version());
            response = opened == null ? error(Status.NOT_FOUND) : respond(request, chosen, opened, now);
        } catch (FileSystemException e) {
            response = unopened(e);
        } finally {
            if (response == null || !isStreamed(response)) {
                close(opened);
            }
        }
        OpenedFile streamed = opened;
        return isStreamed(response) ? response.closing(() -> close(streamed)) : response;
    }

    private static boolean isStreamed(Response response) {
        return response.body() instanceof Body.Streamed;
    }

    private void close(@Nullable OpenedFile opened) throws IOException {
        allowance.files().release(1);
        if (opened != null) {
            opened.close();
        }
    }

    /** A file that was found and cannot be opened. */
    private Response unopened(FileSystemException e) throws FileSystemException {
        if (e instanceof NoSuchFileException) {
            return error(Status.NOT_FOUND); // Removed since.
        }
        if (e instanceof AccessDeniedException) {
            return error(Status.FORBIDDEN);
        }
        if (String.valueOf(e.getReason()).contains("Too many open files")) {
            return busy();
        }
        throw e;
    }

    /** Chooses a compressed copy if the client accepts its coding, unless it is older than the file. */
    private Chosen choose(Request request, Found.Regular file, String relative) throws IOException {
        if (options.precompressed() && request.headers().contains("Accept-Encoding")) {
            AcceptEncoding accepted = AcceptEncoding.parse(request.headers().values("Accept-Encoding"));
            for (ContentCoding coding : accepted.preferred()) {
                if (tree.sibling(file.real(), coding.extension()) instanceof Found.Regular copy
                        && copy.version().modifiedSecond() >= file.version().modifiedSecond()) {
                    return new Chosen(copy, relative, coding);
                }
            }
        }
        return new Chosen(file, relative, null);
    }

    /** The response without the file: 304 or 412; null if the file is to be sent. */
    private @Nullable Response unsent(Request request, Chosen chosen, @Nullable Validators validators, long now) {
        return switch (Preconditions.evaluate(request.headers(), validators, now)) {
            case SEND -> null;
            case FAILED -> error(PRECONDITION_FAILED);
            case NOT_MODIFIED ->
                Response.of(Status.NOT_MODIFIED)
                        .headers(headers(chosen, validators, "").made());
        };
    }

    private Response respond(Request request, Chosen chosen, OpenedFile file, long now) throws IOException {
        FileVersion version = file.version();
        Validators validators = version == null ? null : chosen.validators(version, now);
        if (!chosen.file().version().equals(version)) {
            Response unsent =
                    unsent(request, chosen, validators, now); // Another version than the one that was asked about.
            if (unsent != null) {
                return unsent;
            }
        }
        String type = options.types().of(chosen.relative());
        return switch (selection(request, file, validators, now)) {
            case Selection.Whole whole -> whole(request, chosen, file, validators, headers(chosen, validators, type));
            case Selection.Unsatisfiable unsatisfiable ->
                error(RANGE_NOT_SATISFIABLE).header("Content-Range", "bytes */" + file.length());
            case Selection.Parts parts -> parts(request, chosen, file, validators, type, parts.ranges());
        };
    }

    private Response parts(
            Request request,
            Chosen chosen,
            OpenedFile file,
            @Nullable Validators validators,
            String type,
            List<ByteRange> ranges)
            throws IOException {
        if (ranges.size() == 1) {
            ByteRange range = ranges.getFirst();
            HeaderLines headers =
                    headers(chosen, validators, type).add("Content-Range", range.contentRange(file.length()));
            return one(request, file, range, PARTIAL_CONTENT, headers);
        }
        Multipart frame = Multipart.of(boundary(), ranges, type, file.length());
        return Response.stream(
                        frame.type(), frame.length(ranges), out -> FileSender.send(file, ranges, frame, allowance, out))
                .status(PARTIAL_CONTENT)
                .headers(headers(chosen, validators, frame.type()).made());
    }

    private Response whole(
            Request request, Chosen chosen, OpenedFile file, @Nullable Validators validators, HeaderLines headers)
            throws IOException {
        Response response = one(request, file, new ByteRange(0, file.length() - 1), Status.OK, headers);
        FileVersion version = file.version();
        if (version != null
                && validators != null
                && response.body() instanceof Body.Bytes body
                && body.bytes().length <= SmallFiles.LARGEST) {
            Response alone = Response.bytes("", body.bytes()).headers(response.headers());
            small.keep(new SmallFiles.Entry(chosen.file().real(), version, chosen.relative(), validators, alone));
        }
        return response;
    }

    private Selection selection(Request request, OpenedFile file, @Nullable Validators validators, long now) {
        List<String> values = request.headers().values("Range");
        // Of a method other than GET it must be ignored (RFC 9110 14.2), and of a file that keeps changing no two parts
        // would fit.
        boolean asked = values.size() == 1 && request.method().equals("GET") && validators != null;
        return asked && Preconditions.rangeApplies(request.headers(), validators, now)
                ? RangeHeader.parse(values.getFirst(), file.length(), options.maxRanges())
                : new Selection.Whole();
    }

    private static String boundary() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return "%016x%016x".formatted(random.nextLong(), random.nextLong());
    }

    private Response one(Request request, OpenedFile file, ByteRange range, Status status, HeaderLines headers)
            throws IOException {
        long length = range.length();
        if (length <= IN_MEMORY && !request.method().equals("HEAD")) {
            Buffer buffer = allowance.buffer(length);
            if (buffer.bytes().length == length || length == 0) {
                return inMemory(file, range, buffer).status(status).headers(headers.made());
            }
            buffer.close();
        }
        return Response.stream("", length, out -> FileSender.send(file, range, allowance, out))
                .status(status)
                .headers(headers.made());
    }

    private static Response inMemory(OpenedFile file, ByteRange range, Buffer buffer) throws IOException {
        boolean read = false;
        try {
            file.read(buffer.bytes(), (int) range.length(), range.first());
            read = true;
        } finally {
            if (!read) {
                buffer.close();
            }
        }
        byte[] bytes = range.length() == 0 ? new byte[0] : buffer.bytes();
        return Response.bytes("", bytes).closing(buffer);
    }

    /** The headers of a file; without a type those of a 304. */
    private HeaderLines headers(Chosen chosen, @Nullable Validators validators, String type) {
        HeaderLines headers = new HeaderLines();
        if (!type.isEmpty()) {
            headers.add("Content-Type", type);
            headers.add("X-Content-Type-Options", "nosniff");
        }
        if (validators != null) {
            headers.add("ETag", validators.tag().toString());
            if (validators.hasDate()) {
                headers.add("Last-Modified", HttpDate.format(validators.modified()));
            }
            if (!type.isEmpty() && options.maxRanges() > 0) {
                headers.add("Accept-Ranges", "bytes");
            }
        }
        ContentCoding coding = chosen.coding();
        if (coding != null && !type.isEmpty()) {
            headers.add("Content-Encoding", coding.token());
        }
        if (options.precompressed()) {
            headers.add("Vary", "Accept-Encoding");
        }
        String caching = options.caching().of(chosen.relative());
        return caching == null ? headers : headers.add("Cache-Control", caching);
    }

    /** Collects headers. For one thread. */
    private static final class HeaderLines {
        private final List<String> namesAndValues = new ArrayList<>(20);

        HeaderLines add(String name, String value) {
            namesAndValues.add(name);
            namesAndValues.add(value);
            return this;
        }

        Headers made() {
            return Headers.of(namesAndValues.toArray(String[]::new));
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
            if (ERRORS.stream().noneMatch(error -> error.code() == status)) {
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
