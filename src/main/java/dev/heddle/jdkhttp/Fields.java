package dev.heddle.jdkhttp;

import com.sun.net.httpserver.Headers;
import dev.heddle.http1.Responder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Fields between the program's {@code Headers} and ours. Pure. */
final class Fields {
    /** What the API lets through although nobody may send it any more (RFC 9112 5.2). */
    private static final Pattern FOLD = Pattern.compile("\r\n[ \t]+");

    private Fields() {}

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
     * What is sent of a program's fields: all but those that the server sets.
     *
     * @param ownLength whether the program's Content-Length is sent too: for a response that has none of its content
     * @throws IllegalArgumentException if one of them could not be sent
     */
    static dev.heddle.http.Headers ofResponse(Headers fields, boolean ownLength) {
        List<String> namesAndValues = new ArrayList<>(2 * fields.size());
        for (Map.Entry<String, List<String>> field : fields.entrySet()) {
            String name = field.getKey();
            if (isServers(name, ownLength)) {
                continue;
            }
            for (String value : field.getValue()) {
                boolean folded = value.indexOf('\r') >= 0;
                namesAndValues.add(name);
                namesAndValues.add(folded ? FOLD.matcher(value).replaceAll(" ") : value);
            }
        }
        return dev.heddle.http.Headers.of(namesAndValues.toArray(String[]::new));
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

    /** Whether a field of that name lists this element, which is in lower case. */
    static boolean lists(Headers fields, String name, String element) {
        List<String> values = fields.get(name);
        if (values == null) {
            return false;
        }
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
