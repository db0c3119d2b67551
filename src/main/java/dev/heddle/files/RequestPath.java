package dev.heddle.files;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The path of a request, decoded: the names of directories and a file, none of which leads anywhere but down.
 *
 * @param names the names between the slashes, none of them empty
 * @param endsWithSlash whether the path asks for a directory
 */
record RequestPath(List<String> names, boolean endsWithSlash) {
    private static final String UNRESERVED = "-._~";
    private static final String HEX = "0123456789ABCDEF";

    RequestPath {
        names = List.copyOf(names);
    }

    /**
     * Splits and decodes a path. Each name is decoded by itself and once, so that an encoded slash, dot or percent sign never
     * becomes a separator, a parent directory or an escape.
     *
     * @param path begins with a slash, or is empty for the root without one
     * @return null if it can name no file: an empty name ({@code //}), {@code .} or {@code ..}, a slash, backslash or control
     *     character inside a name, or bytes that are not UTF-8
     */
    static @Nullable RequestPath parse(String path) {
        if (!path.isEmpty() && !path.startsWith("/")) {
            return null;
        }
        List<String> names = new ArrayList<>(4);
        int from = 1;
        while (from < path.length()) {
            int slash = path.indexOf('/', from);
            int end = slash < 0 ? path.length() : slash;
            String name = decoded(path.substring(from, end));
            if (name == null || !isName(name)) {
                return null;
            }
            names.add(name);
            from = end + 1;
        }
        return new RequestPath(names, path.endsWith("/"));
    }

    /** Whether a path can have the name: a file with another one is not served. */
    static boolean isName(String name) {
        if (name.isEmpty() || name.equals(".") || name.equals("..")) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            // NUL ends a name for the kernel; a backslash separates names on Windows and in browsers.
            if (c < ' ' || c == 0x7f || c == '/' || c == '\\') {
                return false;
            }
        }
        return true;
    }

    /** Returns the rest of the path below a directory; null if it is not below it. */
    @Nullable
    RequestPath below(List<String> directory) {
        if (directory.isEmpty()) {
            return this;
        }
        int count = directory.size();
        return names.size() >= count && names.subList(0, count).equals(directory)
                ? new RequestPath(names.subList(count, names.size()), endsWithSlash)
                : null;
    }

    private static @Nullable String decoded(String name) {
        boolean plain = true;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '%' || c >= 0x80) {
                plain = false;
                break;
            }
        }
        return plain ? name : percentDecoded(name);
    }

    private static @Nullable String percentDecoded(String name) {
        byte[] bytes = new byte[name.length()];
        int count = 0;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c != '%') {
                if (c >= 0x80) {
                    return null;
                }
                bytes[count++] = (byte) c;
                continue;
            }
            if (i + 2 >= name.length()) {
                return null;
            }
            int high = Character.digit(name.charAt(i + 1), 16);
            int low = Character.digit(name.charAt(i + 2), 16);
            if (high < 0 || low < 0) {
                return null;
            }
            bytes[count++] = (byte) (high << 4 | low);
            i += 2;
        }
        try {
            // Not new String: that replaces malformed bytes, and two different paths would name one file.
            CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, count));
            return text.toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    /** Encodes a name for a link: everything but letters, digits and {@code -._~}, so that no name is a scheme, query or parent. */
    static String encoded(String name) {
        StringBuilder encoded = new StringBuilder(name.length() + 8);
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (letter || UNRESERVED.indexOf(c) >= 0) {
                encoded.append(c);
            } else {
                encoded.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
            }
        }
        return encoded.toString();
    }

    /** Returns the path of the directory that it names: it begins with one slash, ends with one, and is encoded anew. */
    String asDirectory() {
        StringBuilder path = new StringBuilder("/");
        for (String name : names) {
            path.append(encoded(name)).append('/');
        }
        return path.toString();
    }

    /** Returns the names with slashes between them; empty for the root. */
    String relative() {
        return String.join("/", names);
    }
}
