package dev.heddle.files;

/** A coding in which a compressed copy lies next to a file (RFC 9110 8.4.1), the most economical first. */
enum ContentCoding {
    BROTLI("br", ".br"),
    ZSTANDARD("zstd", ".zst"),
    GZIP("gzip", ".gz");

    private final String token;
    private final String extension;

    ContentCoding(String token, String extension) {
        this.token = token;
        this.extension = extension;
    }

    /** Its name in {@code Accept-Encoding} and {@code Content-Encoding}. */
    String token() {
        return token;
    }

    /** What the name of a copy has in addition to the file's. */
    String extension() {
        return extension;
    }
}
