package dev.heddle.http1;

import dev.heddle.bytes.Ascii;
import dev.heddle.bytes.ByteReader;

/**
 * The first line of a request that was rejected while its head was read.
 *
 * @param line what had arrived of it, without its end, at most {@value #MAX_BYTES} bytes
 * @param method empty if the line was not understood
 * @param target empty if the line was not understood
 * @param minorVersion 1 if the line was not understood
 */
record RejectedLine(String line, String method, String target, int minorVersion) {
    /** None. */
    static final RejectedLine NONE = new RejectedLine("", "", "", 1);

    private static final int MAX_BYTES = 1024;

    /** One that was not understood. */
    static RejectedLine of(ByteReader in) {
        return new RejectedLine(line(in), "", "", 1);
    }

    /** One that was understood before a later line, or a limit, was the reason to reject the request. */
    static RejectedLine of(ByteReader in, String method, String target, int minorVersion) {
        return new RejectedLine(line(in), method, target, minorVersion);
    }

    private static String line(ByteReader in) {
        int most = Math.min(in.buffered(), MAX_BYTES);
        int end = 0;
        while (end < most && in.at(end) != '\r' && in.at(end) != '\n') {
            end++;
        }
        return Ascii.latin1(in.array(), in.position(), in.position() + end);
    }
}
