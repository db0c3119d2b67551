package dev.heddle.files;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The frame of several ranges in one body (RFC 9110 14.6): what stands in front of each part, and the end.
 *
 * @param boundary separates the parts
 * @param heads what stands in front of each range
 * @param end what stands behind the last one
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Multipart(String boundary, List<byte[]> heads, byte[] end) {
    Multipart {
        heads = List.copyOf(heads);
    }

    /**
     * Frames ranges.
     *
     * @param boundary must not occur in the file
     * @param type the file's
     * @param whole the file's length
     */
    static Multipart of(String boundary, List<ByteRange> ranges, String type, long whole) {
        List<byte[]> heads = new ArrayList<>();
        for (ByteRange range : ranges) {
            String head = "\r\n--" + boundary + "\r\nContent-Type: " + type + "\r\nContent-Range: "
                    + range.contentRange(whole) + "\r\n\r\n";
            heads.add(head.getBytes(StandardCharsets.ISO_8859_1));
        }
        return new Multipart(boundary, heads, ("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }

    /** The media type of the whole. */
    String type() {
        return "multipart/byteranges; boundary=" + boundary;
    }

    /** The length of the whole in bytes. */
    long length(List<ByteRange> ranges) {
        long length = end.length;
        for (int i = 0; i < ranges.size(); i++) {
            length += heads.get(i).length + ranges.get(i).length();
        }
        return length;
    }
}
