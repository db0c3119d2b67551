package dev.heddle.files;

/**
 * A part of a file.
 *
 * @param first the position of its first byte
 * @param last the position of its last byte, not below {@code first}
 */
record ByteRange(long first, long last) {
    long length() {
        return last - first + 1;
    }

    /** The value of {@code Content-Range} (RFC 9110 14.4). */
    String contentRange(long whole) {
        return "bytes " + first + '-' + last + '/' + whole;
    }
}
