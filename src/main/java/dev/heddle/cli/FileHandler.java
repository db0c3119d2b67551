package dev.heddle.cli;

import dev.heddle.http.ContentOutput;
import dev.heddle.http.Handler;
import dev.heddle.http.Request;
import dev.heddle.http.Response;
import dev.heddle.http.Status;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Serves the files of a tree, to be read: GET and HEAD, a page of links for a directory that has no index of its own, and 304
 * to whoever has the latest. No ranges, no compression. Without state of its own, and so for any number of threads.
 */
final class FileHandler implements Handler {
    private static final Methods READ = Methods.of("GET", "HEAD");
    private static final int COPY_SIZE = 32_768;

    private final FileTree tree;

    FileHandler(FileTree tree) {
        this.tree = tree;
    }

    @Override
    public Response handle(Request request) throws IOException {
        Response other = READ.answerUnlessServed(request.method());
        if (other != null) {
            return other;
        }
        String path = request.path();
        Path found = tree.find(path);
        if (found == null) {
            return Methods.missing(request.method());
        }
        if (!Files.isDirectory(found)) {
            return path.endsWith("/") ? Methods.missing(request.method()) : file(found, request);
        }
        return path.endsWith("/") ? directory(found, request) : redirect(request, path + "/");
    }

    private static Response redirect(Request request, String path) {
        return Response.text("it is at " + path + "\n")
                .status(Status.MOVED_PERMANENTLY)
                .header(
                        "Location",
                        path + request.query().map(query -> "?" + query).orElse(""));
    }

    private Response directory(Path directory, Request request) throws IOException {
        Path index = tree.fileIn(directory, "index.html", "index.htm");
        if (index != null) {
            return file(index, request);
        }
        if (!Files.isReadable(directory)) {
            return forbidden();
        }
        List<String> names = PathSegments.decode(request.path());
        String path = names == null || names.isEmpty() ? "/" : "/" + String.join("/", names) + "/";
        String page = DirectoryListing.html(path, tree.namesIn(directory));
        return Response.bytes("text/html; charset=utf-8", page.getBytes(StandardCharsets.UTF_8));
    }

    private static Response file(Path file, Request request) throws IOException {
        if (!Files.isReadable(file)) {
            return forbidden();
        }
        BasicFileAttributes attributes =
                Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        Instant modified = attributes.lastModifiedTime().toInstant().truncatedTo(ChronoUnit.SECONDS);
        // A date in the future tells nothing (RFC 9110 8.8.2.1).
        boolean datable = modified.isBefore(Instant.now());
        String date = HttpDate.format(modified);
        if (datable && has(request, modified)) {
            return Response.of(Status.NOT_MODIFIED).header("Last-Modified", date);
        }
        long length = attributes.size();
        Response whole = Response.stream(contentType(file), length, out -> copy(file, length, out));
        return datable ? whole.header("Last-Modified", date) : whole;
    }

    /** Whether the client has this version or a later one (RFC 9110 13.1.3). */
    private static boolean has(Request request, Instant modified) {
        Instant since = request.headers()
                .first("If-Modified-Since")
                .map(HttpDate::parse)
                .orElse(null);
        return since != null && !request.headers().contains("If-None-Match") && !modified.isAfter(since);
    }

    private static String contentType(Path file) throws IOException {
        String name = String.valueOf(file.getFileName());
        String type = URLConnection.guessContentTypeFromName(name);
        if (type == null) {
            type = Files.probeContentType(file);
        }
        return type == null ? "application/octet-stream" : type;
    }

    /** As much as was announced, though the file may have grown; if it has shrunk, the client sees a reply cut short. */
    private static void copy(Path file, long length, ContentOutput out) throws IOException {
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            byte[] copy = new byte[(int) Math.min(COPY_SIZE, Math.max(1, length))];
            for (long left = length; left > 0; ) {
                int count = in.read(copy, 0, (int) Math.min(copy.length, left));
                if (count < 0) {
                    throw new EOFException(file + " has shrunk while it was sent");
                }
                out.write(copy, 0, count);
                left -= count;
            }
        }
    }

    private static Response forbidden() {
        return Response.text("not allowed to read it\n").status(Status.FORBIDDEN);
    }
}
