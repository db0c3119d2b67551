package dev.heddle.files;

import dev.heddle.concurrent.Quota;
import dev.heddle.files.FileTree.Found;
import dev.heddle.http.BodyOutput;
import dev.heddle.http.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The page that lists a directory: what would be served of it, directories first, each part in the order of the names. A name is
 * never markup, and a link to it never anything but a path: both are escaped.
 */
final class Listing {
    /** What one entry is reckoned at: its name, twice, and its objects. */
    private static final int ENTRY_BYTES = 512;

    /** Nothing may run or load, whatever a name is. */
    private static final String POLICY = "default-src 'none'";

    private static final Comparator<Entry> ORDER =
            Comparator.comparing((Entry entry) -> entry.version != null).thenComparing(entry -> entry.name);

    private final String title;
    private final boolean isRoot;
    private final List<Entry> entries;
    private final boolean isComplete;

    private Listing(String title, boolean isRoot, List<Entry> entries, boolean isComplete) {
        this.title = title;
        this.isRoot = isRoot;
        this.entries = entries;
        this.isComplete = isComplete;
    }

    /**
     * A file or directory.
     *
     * @param version null for a directory
     */
    private record Entry(String name, @Nullable FileVersion version) {}

    /**
     * Reads a directory.
     *
     * @param most how many names at most
     * @param memory what the names are counted against; the response releases it
     * @return the response with the page; null if there is no memory for it
     * @throws IOException if it cannot be read
     */
    static @Nullable Response of(FileTree tree, Path directory, RequestPath path, int most, Quota memory)
            throws IOException {
        List<Entry> entries = new ArrayList<>();
        boolean isComplete = true;
        long counted = 0;
        boolean kept = false;
        try (DirectoryStream<Path> children = Files.newDirectoryStream(directory)) {
            for (Path child : children) {
                if (entries.size() == most) {
                    isComplete = false;
                    break;
                }
                Entry entry = entry(tree, directory, child);
                if (entry != null) {
                    if (!memory.tryAcquire(ENTRY_BYTES)) {
                        return null;
                    }
                    counted += ENTRY_BYTES;
                    entries.add(entry);
                }
            }
            kept = true;
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        } finally {
            if (!kept) {
                memory.release(counted);
            }
        }
        entries.sort(ORDER);
        String title = "/" + path.relative() + (path.names().isEmpty() ? "" : "/");
        Listing listing = new Listing(title, path.names().isEmpty(), entries, isComplete);
        long held = counted;
        return Response.stream("text/html; charset=utf-8", listing::writeTo)
                .header("Content-Security-Policy", POLICY)
                .header("X-Content-Type-Options", "nosniff")
                .closing(() -> memory.release(held));
    }

    private static @Nullable Entry entry(FileTree tree, Path directory, Path child) throws IOException {
        String name = String.valueOf(child.getFileName());
        if (!RequestPath.isName(name)) {
            return null;
        }
        return switch (tree.child(directory, name)) {
            case Found.Nothing nothing -> null;
            case Found.Directory found -> new Entry(name, null);
            case Found.Regular found -> new Entry(name, found.version());
        };
    }

    private void writeTo(BodyOutput out) throws IOException {
        StringBuilder page = new StringBuilder(1024);
        String heading = escaped(title);
        page.append("<!doctype html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>")
                .append(heading)
                .append("</title></head>\n<body>\n<h1>")
                .append(heading)
                .append("</h1>\n<table>\n");
        if (!isRoot) {
            page.append("<tr><td><a href=\"../\">../</a></td></tr>\n");
        }
        for (Entry entry : entries) {
            row(page, entry);
            if (page.length() > 4096) {
                flush(page, out);
            }
        }
        page.append("</table>\n");
        if (!isComplete) {
            page.append("<p>There are more than these ").append(entries.size()).append(".</p>\n");
        }
        page.append("</body>\n</html>\n");
        flush(page, out);
    }

    private static void row(StringBuilder page, Entry entry) {
        String slash = entry.version == null ? "/" : "";
        page.append("<tr><td><a href=\"")
                .append(RequestPath.encoded(entry.name))
                .append(slash)
                .append("\">")
                .append(escaped(entry.name))
                .append(slash)
                .append("</a></td>");
        FileVersion version = entry.version;
        if (version != null) {
            page.append("<td align=\"right\">")
                    .append(version.length())
                    .append("</td><td>")
                    .append(HttpDate.shortForm(version.modifiedSecond()))
                    .append("</td>");
        }
        page.append("</tr>\n");
    }

    private static void flush(StringBuilder page, BodyOutput out) throws IOException {
        out.write(page.toString().getBytes(StandardCharsets.UTF_8));
        page.setLength(0);
    }

    /** Text as it stands in HTML, between tags and in quoted attributes. */
    static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.append(c < ' ' || c == 0x7f ? '\ufffd' : c);
            }
        }
        return escaped.toString();
    }
}
