package dev.heddle.support;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;

/**
 * An HTTP response as a strict client reads it.
 *
 * @param status its code
 * @param headers its header lines, as they were sent
 * @param text its body without the framing, each character one byte
 * @param trailers the trailer lines after a chunked body
 */
public record HttpReply(int status, List<String> headers, String text, List<String> trailers) {
    /** The value of the only header of that name; empty if there is none. */
    public String header(String name) {
        String prefix = name.toLowerCase(Locale.ROOT) + ": ";
        List<String> found = headers.stream()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(prefix))
                .toList();
        if (found.size() > 1) {
            throw new AssertionError("more than one " + name + ": " + found);
        }
        return found.isEmpty() ? "" : found.getFirst().substring(prefix.length());
    }

    /** Its body as it was sent. */
    public byte[] bytes() {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Whether it declares the end of the connection. */
    public boolean closes() {
        return header("Connection").equals("close");
    }

    /** All the responses of an output, to requests none of which was HEAD. Fails if anything of it is not a response. */
    public static List<HttpReply> all(String output) {
        return all(output, List.of());
    }

    /**
     * All the responses of an output, interim ones included, to requests of these methods, in order; there may be more of them
     * than requests that have a method. Fails if anything of it is not a response.
     */
    public static List<HttpReply> all(String output, List<String> methods) {
        Parser parser = new Parser(output);
        Iterator<String> asked = methods.iterator();
        List<HttpReply> replies = new ArrayList<>();
        while (parser.at < output.length()) {
            HttpReply head = parser.head();
            boolean toHead =
                    head.status >= 200 && asked.hasNext() && asked.next().equals("HEAD");
            replies.add(toHead ? head : parser.body(head));
        }
        return replies;
    }

    private static final class Parser {
        private final String output;
        private int at;

        Parser(String output) {
            this.output = output;
        }

        HttpReply head() {
            String line = line();
            if (!line.matches("HTTP/1\\.1 [1-9][0-9]{2} [ -~]*")) {
                throw new AssertionError("no status line: '" + line + "' in:\n" + output);
            }
            return new HttpReply(Integer.parseInt(line.substring(9, 12)), headerLines(), "", List.of());
        }

        HttpReply body(HttpReply head) {
            int status = head.status;
            if (status < 200 || status == 204 || status == 304) {
                return head;
            }
            if (head.header("Transfer-Encoding").equals("chunked")) {
                String text = chunks();
                return new HttpReply(status, head.headers, text, headerLines());
            }
            String length = head.header("Content-Length");
            return new HttpReply(
                    status,
                    head.headers,
                    take(length.isEmpty() ? output.length() - at : Integer.parseInt(length)),
                    List.of());
        }

        private List<String> headerLines() {
            List<String> lines = new ArrayList<>();
            for (String line = line(); !line.isEmpty(); line = line()) {
                if (!line.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+: [^\r\n]*")) {
                    throw new AssertionError("no header line: '" + line + "'");
                }
                lines.add(line);
            }
            return lines;
        }

        private String chunks() {
            StringBuilder text = new StringBuilder();
            for (int size = size(); size > 0; size = size()) {
                text.append(take(size));
                if (!line().isEmpty()) {
                    throw new AssertionError("no line end after a chunk");
                }
            }
            return text.toString();
        }

        private int size() {
            String line = line();
            if (!line.matches("0|[1-9a-f][0-9a-f]*")) {
                throw new AssertionError("no chunk size: '" + line + "'");
            }
            return Integer.parseInt(line, 16);
        }

        private String line() {
            int end = output.indexOf("\r\n", at);
            if (end < 0) {
                throw new AssertionError("no line end after: '" + output.substring(at) + "'");
            }
            String line = output.substring(at, end);
            at = end + 2;
            return line;
        }

        private String take(int length) {
            if (at + length > output.length()) {
                throw new AssertionError("ends " + (at + length - output.length()) + " bytes too early");
            }
            at += length;
            return output.substring(at - length, at);
        }
    }
}
