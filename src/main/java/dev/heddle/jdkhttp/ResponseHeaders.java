package dev.heddle.jdkhttp;

import com.sun.net.httpserver.Headers;
import dev.heddle.http1.Responder;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The fields of a response: the program's {@code Headers} as ours. Pure.
 *
 * @param sent what is sent of them: all but those that the server sets
 * @param close whether they ask for the connection to be closed
 */
record ResponseHeaders(dev.heddle.http.Headers sent, boolean close) {
    /** What the API lets through although nobody may send it any more (RFC 9112 5.2). */
    private static final Pattern FOLD = Pattern.compile("\r\n[ \t]+");

    /** The fields of a request, not to be changed. */
    static Headers ofRequest(dev.heddle.http.Headers fields) {
        String[] namesAndValues = new String[2 * fields.size()];
        for (int i = 0; i < fields.size(); i++) {
            namesAndValues[2 * i] = fields.name(i);
            namesAndValues[2 * i + 1] = fields.value(i);
        }
        return Headers.of(namesAndValues);
    }

    /**
     * The fields of a response. In one pass, as they lie in a map that is slow to search and to go through.
     *
     * @param ownLength whether the program's Content-Length is sent too: for a response that has none of its content
     * @throws IllegalArgumentException if one of them could not be sent
     */
    static ResponseHeaders ofResponse(Headers fields, boolean ownLength) {
        String[] namesAndValues = new String[2 * fields.size()];
        int length = 0;
        boolean close = false;
        for (Map.Entry<String, List<String>> field : fields.entrySet()) {
            String name = field.getKey();
            List<String> values = field.getValue();
            if (isServers(name, ownLength)) {
                close |= name.equals("Connection") && list(values, "close");
                continue;
            }
            for (String value : values) {
                if (length == namesAndValues.length) {
                    namesAndValues = Arrays.copyOf(namesAndValues, 2 * length + 2);
                }
                namesAndValues[length++] = name;
                namesAndValues[length++] =
                        value.indexOf('\r') >= 0 ? FOLD.matcher(value).replaceAll(" ") : value;
            }
        }
        String[] whole = length == namesAndValues.length ? namesAndValues : Arrays.copyOf(namesAndValues, length);
        return new ResponseHeaders(dev.heddle.http.Headers.of(whole), close);
    }

    private static boolean isServers(String name, boolean ownLength) {
        return switch (name) {
            case "Date", "Connection", "Transfer-encoding" -> true;
            case "Content-length" -> !ownLength;
            default -> false;
        };
    }

    /** Shows the program how the content is framed, as later filters may want to know. */
    static void sayFraming(Headers fields, long announced) {
        if (announced >= 0) {
            fields.set("Content-length", Long.toString(announced));
        } else if (announced == Responder.UNKNOWN_LENGTH) {
            fields.set("Transfer-encoding", "chunked");
        }
    }

    /** Whether the values of a field list this element, which is in lower case (RFC 9110 5.6.1). */
    private static boolean list(List<String> values, String element) {
        for (String value : values) {
            for (String part : value.split(",", -1)) {
                if (part.strip().toLowerCase(Locale.ROOT).equals(element)) {
                    return true;
                }
            }
        }
        return false;
    }
}
