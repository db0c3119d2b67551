package dev.heddle.support;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * An HTTP response as it was read from a connection.
 *
 * @param status the code
 * @param fields the values by lower-case name, the last of a name
 * @param content the bytes, without their framing
 */
@SuppressWarnings("ArrayRecordComponent") // read once, never compared
public record HttpReply(int status, Map<String, String> fields, byte[] content) {
    /** The content as text. */
    public String text() {
        return new String(content, StandardCharsets.ISO_8859_1);
    }

    /** Whether it announces the end of the connection. */
    public boolean closes() {
        return "close".equals(fields.get("connection"));
    }
}
