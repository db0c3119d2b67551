package dev.heddle.files;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An entity tag (RFC 9110 8.8.3): names one version of what a resource sends.
 *
 * @param weak whether two versions with this tag may differ byte for byte
 * @param opaque what stands between the quotation marks
 */
record EntityTag(boolean weak, String opaque) {
    /** Whether both are the same version byte for byte (RFC 9110 8.8.3.2): for ranges, and for {@code If-Match}. */
    boolean matchesStrongly(EntityTag other) {
        return !weak && !other.weak && opaque.equals(other.opaque);
    }

    /** Whether both are good enough in place of each other: for {@code If-None-Match}. */
    boolean matchesWeakly(EntityTag other) {
        return opaque.equals(other.opaque);
    }

    @Override
    public String toString() {
        return (weak ? "W/\"" : "\"") + opaque + '"';
    }

    /** Reads one tag; null if it is none. */
    static @Nullable EntityTag parse(String text) {
        List<EntityTag> all = parseList(text);
        return all != null && all.getFirst().toString().equals(text) ? all.getFirst() : null;
    }

    /**
     * Reads the list of {@code If-Match} or {@code If-None-Match}: tags with commas between them. A comma may also be inside a
     * tag, so it cannot be split at commas.
     *
     * @return null if it is no such list
     */
    static @Nullable List<EntityTag> parseList(String text) {
        List<EntityTag> tags = new ArrayList<>();
        int at = 0;
        boolean needsComma = false;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == ' ' || c == '\t') {
                at++;
                continue;
            }
            if (c == ',') {
                needsComma = false; // Empty elements are to be ignored (RFC 9110 5.6.1.2).
                at++;
                continue;
            }
            boolean weak = text.startsWith("W/", at); // Case matters.
            int open = weak ? at + 2 : at;
            int close = open < text.length() && text.charAt(open) == '"' ? text.indexOf('"', open + 1) : -1;
            if (needsComma || close < 0 || !isOpaque(text, open + 1, close)) {
                return null;
            }
            tags.add(new EntityTag(weak, text.substring(open + 1, close)));
            needsComma = true;
            at = close + 1;
        }
        return tags.isEmpty() ? null : tags;
    }

    private static boolean isOpaque(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c == 0x7f) {
                return false;
            }
        }
        return true;
    }
}
