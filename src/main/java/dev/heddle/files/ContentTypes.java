package dev.heddle.files;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The media type of a file by the end of its name.
 *
 * @param byExtension in lower case, without the dot
 * @param charset what text is declared to be written in; empty for nothing
 */
record ContentTypes(Map<String, String> byExtension, String charset) {
    private static final String UNKNOWN = "application/octet-stream";
    private static final Map<String, String> STANDARD = standard();

    ContentTypes {
        byExtension = Map.copyOf(byExtension);
    }

    /** The usual ones, with some in addition or instead. */
    static ContentTypes with(Map<String, String> more, String charset) {
        Map<String, String> all = new HashMap<>(STANDARD);
        more.forEach((extension, type) -> all.put(extension.toLowerCase(Locale.ROOT), type));
        all.replaceAll((extension, type) -> withCharset(type, charset));
        return new ContentTypes(all, charset);
    }

    private static String withCharset(String type, String charset) {
        boolean undeclared =
                type.startsWith("text/") && !type.toLowerCase(Locale.ROOT).contains("charset=");
        return undeclared && !charset.isEmpty() ? type + "; charset=" + charset : type;
    }

    /** The type of a file. */
    String of(String name) {
        int dot = name.lastIndexOf('.');
        return dot < 0
                ? UNKNOWN
                : byExtension.getOrDefault(name.substring(dot + 1).toLowerCase(Locale.ROOT), UNKNOWN);
    }

    /** As registered with IANA; JavaScript by RFC 9239, fonts by RFC 8081. */
    private static Map<String, String> standard() {
        String[] table = {
            "text/html", "html htm",
            "text/css", "css",
            "text/javascript", "js mjs",
            "text/plain", "txt text log conf ini",
            "text/markdown", "md markdown",
            "text/csv", "csv",
            "text/calendar", "ics",
            "text/vcard", "vcf",
            "text/vtt", "vtt",
            "application/json", "json map",
            "application/ld+json", "jsonld",
            "application/manifest+json", "webmanifest",
            "application/geo+json", "geojson",
            "application/xml", "xml xsd xsl",
            "application/xslt+xml", "xslt",
            "application/xhtml+xml", "xhtml",
            "application/atom+xml", "atom",
            "application/rss+xml", "rss",
            "application/yaml", "yaml yml",
            "application/wasm", "wasm",
            "application/pdf", "pdf",
            "application/rtf", "rtf",
            "application/epub+zip", "epub",
            "application/zip", "zip",
            "application/gzip", "gz tgz",
            "application/zstd", "zst",
            "application/x-bzip2", "bz2",
            "application/x-xz", "xz",
            "application/x-7z-compressed", "7z",
            "application/x-tar", "tar",
            "application/java-archive", "jar war ear",
            "application/sql", "sql",
            "application/msword", "doc",
            "application/vnd.ms-excel", "xls",
            "application/vnd.ms-powerpoint", "ppt",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx",
            "application/vnd.openxmlformats-officedocument.presentationml.presentation", "pptx",
            "application/vnd.oasis.opendocument.text", "odt",
            "application/vnd.oasis.opendocument.spreadsheet", "ods",
            "image/png", "png",
            "image/jpeg", "jpg jpeg",
            "image/gif", "gif",
            "image/webp", "webp",
            "image/avif", "avif",
            "image/svg+xml", "svg",
            "image/bmp", "bmp",
            "image/tiff", "tif tiff",
            "image/vnd.microsoft.icon", "ico",
            "image/jxl", "jxl",
            "font/woff2", "woff2",
            "font/woff", "woff",
            "font/ttf", "ttf",
            "font/otf", "otf",
            "audio/mpeg", "mp3",
            "audio/mp4", "m4a",
            "audio/ogg", "oga ogg opus",
            "audio/flac", "flac",
            "audio/wav", "wav",
            "audio/aac", "aac",
            "video/mp4", "mp4 m4v",
            "video/webm", "webm",
            "video/ogg", "ogv",
            "video/quicktime", "mov",
            "video/mp2t", "ts",
            "application/vnd.apple.mpegurl", "m3u8"
        };
        Map<String, String> types = new HashMap<>();
        for (int i = 0; i < table.length; i += 2) {
            for (String extension : table[i + 1].split(" ", -1)) {
                types.put(extension, table[i]);
            }
        }
        return types;
    }
}
