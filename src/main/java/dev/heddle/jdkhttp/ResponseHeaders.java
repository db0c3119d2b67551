package dev.heddle.jdkhttp;

import com.sun.net.httpserver.Headers;
import dev.heddle.http1.Responder;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Headers of a response, converted from the JDK's class to Heddle's. Without state.
 *
 * @param sent the headers to send: all but those that the server sets itself
 * @param close whether the program asks for the connection to be closed
 */
record ResponseHeaders(dev.heddle.http.Headers sent, boolean close) {
    /** A folded line: the API accepts one, but no server may send it (RFC 9112 5.2). */
    private static final Pattern FOLD = Pattern.compile("\r\n[ \t]+");

    /** The headers of a request, unmodifiable. */
    static Headers ofRequest(dev.heddle.http.Headers headers) {
        String[] namesAndValues = new String[2 * headers.size()];
        for (int i = 0; i < headers.size(); i++) {
            namesAndValues[2 * i] = headers.name(i);
            namesAndValues[2 * i + 1] = headers.value(i);
        }
        return Headers.of(namesAndValues);
    }

    /**
     * The headers of a response. In one pass, because the JDK's map is slow to search and to iterate.
     *
     * @param keepsLength whether the program's Content-Length is sent: for a response without a body
     * @throws IllegalArgumentException if a name or value is malformed
     */
    static ResponseHeaders ofResponse(Headers headers, boolean keepsLength) {
        String[] namesAndValues = new String[2 * headers.size()];
        int length = 0;
        boolean close = false;
        for (Map.Entry<String, List<String>> header : headers.entrySet()) {
            String name = header.getKey();
            List<String> values = header.getValue();
            if (isSetByServer(name, keepsLength)) {
                close |= name.equals("Connection") && containsToken(values, "close");
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

    private static boolean isSetByServer(String name, boolean keepsLength) {
        return switch (name) {
            case "Date", "Connection", "Transfer-encoding" -> true;
            case "Content-length" -> !keepsLength;
            default -> false;
        };
    }

    /** Adds the header that frames the body, which filters may look at. */
    static void addFraming(Headers headers, long length) {
        if (length >= 0) {
            headers.set("Content-length", Long.toString(length));
        } else if (length == Responder.UNKNOWN_LENGTH) {
            headers.set("Transfer-encoding", "chunked");
        }
    }

    /** Whether the comma-separated values contain a token, given in lower case (RFC 9110 5.6.1). */
    private static boolean containsToken(List<String> values, String token) {
        for (String value : values) {
            for (String part : value.split(",", -1)) {
                if (part.strip().toLowerCase(Locale.ROOT).equals(token)) {
                    return true;
                }
            }
        }
        return false;
    }
}
