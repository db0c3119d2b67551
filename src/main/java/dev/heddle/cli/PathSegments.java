package dev.heddle.cli;

import dev.heddle.bytes.Ascii;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The names that the path of a target is made of, percent escapes decoded (RFC 3986 3.3), and back. Pure. */
final class PathSegments {
    private static final String UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

    private PathSegments() {}

    /**
     * The decoded names between the slashes of a path; a slash at its end adds none.
     *
     * @return null if there is one that no file can have: empty, not UTF-8, or with a slash or NUL in it
     */
    static @Nullable List<String> decode(String path) {
        List<String> names = new ArrayList<>();
        String[] encoded = path.split("/", -1);
        // The path begins with a slash, so there is nothing before it; behind the last one there may be nothing.
        int end = encoded.length > 1 && encoded[encoded.length - 1].isEmpty() ? encoded.length - 1 : encoded.length;
        for (int i = 1; i < end; i++) {
            String name = decodeName(encoded[i]);
            if (name == null || name.isEmpty() || name.indexOf('/') >= 0 || name.indexOf('\0') >= 0) {
                return null;
            }
            names.add(name);
        }
        return names;
    }

    private static @Nullable String decodeName(String encoded) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream(encoded.length());
        for (int i = 0; i < encoded.length(); i++) {
            char c = encoded.charAt(i);
            if (c > 0x7f) {
                return null; // Raw octets above are no characters of a path.
            }
            if (c != '%') {
                octets.write(c);
                continue;
            }
            int high = i + 2 < encoded.length() ? Ascii.hexValue(encoded.charAt(i + 1)) : -1;
            int low = i + 2 < encoded.length() ? Ascii.hexValue(encoded.charAt(i + 2)) : -1;
            if (high < 0 || low < 0) {
                return null;
            }
            octets.write((high << 4) | low);
            i += 2;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    /** A name as a path has it: everything escaped that means something anywhere in a URI. */
    static String encode(String name) {
        StringBuilder encoded = new StringBuilder();
        for (byte octet : name.getBytes(StandardCharsets.UTF_8)) {
            if (UNRESERVED.indexOf(octet) >= 0) {
                encoded.append((char) octet);
            } else {
                encoded.append(String.format("%%%02X", octet & 0xff));
            }
        }
        return encoded.toString();
    }
}
