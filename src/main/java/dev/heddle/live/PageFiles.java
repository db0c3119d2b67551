package dev.heddle.live;

import dev.heddle.http.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The files of the page, resources of this package. Read once. Immutable. */
final class PageFiles {
    private static final Map<String, String> TYPES = Map.of(
            "live.html", "text/html; charset=utf-8",
            "live.css", "text/css; charset=utf-8",
            "live.js", "text/javascript; charset=utf-8",
            "picture.js", "text/javascript; charset=utf-8",
            "text.js", "text/javascript; charset=utf-8",
            "icon.svg", "image/svg+xml");

    private final Map<String, Response> responses = new TreeMap<>();

    PageFiles() {
        TYPES.forEach((name, type) -> responses.put("/" + name, Response.bytes(type, bytes(name))));
    }

    private static byte[] bytes(String name) {
        try (@Nullable InputStream file = PageFiles.class.getResourceAsStream(name)) {
            if (file == null) {
                throw new IllegalStateException("the jar lacks " + name);
            }
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The file of a path; {@code /} is the page. */
    Optional<Response> find(String path) {
        return Optional.ofNullable(responses.get(path.equals("/") ? "/live.html" : path));
    }
}
