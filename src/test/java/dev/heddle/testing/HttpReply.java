package dev.heddle.testing;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;

/**
 * A response as a strict client reads it.
 *
 * @param status its code
 * @param fields its field lines, as they were
 * @param content its content, out of its framing
 * @param trailers the field lines behind chunked content
 */
public record HttpReply(int status, List<String> fields, String content, List<String> trailers) {
    /** The value of the one field of that name; empty if there is none. */
    public String field(String name) {
        String prefix = name.toLowerCase(Locale.ROOT) + ": ";
        List<String> found = fields.stream()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(prefix))
                .toList();
        if (found.size() > 1) {
            throw new AssertionError("more than one " + name + ": " + found);
        }
        return found.isEmpty() ? "" : found.getFirst().substring(prefix.length());
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
            replies.add(toHead ? head : parser.content(head));
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
            return new HttpReply(Integer.parseInt(line.substring(9, 12)), section(), "", List.of());
        }

        HttpReply content(HttpReply head) {
            int status = head.status;
            if (status < 200 || status == 204 || status == 304) {
                return head;
            }
            if (head.field("Transfer-Encoding").equals("chunked")) {
                String content = chunks();
                return new HttpReply(status, head.fields, content, section());
            }
            String length = head.field("Content-Length");
            return new HttpReply(
                    status,
                    head.fields,
                    take(length.isEmpty() ? output.length() - at : Integer.parseInt(length)),
                    List.of());
        }

        private List<String> section() {
            List<String> lines = new ArrayList<>();
            for (String line = line(); !line.isEmpty(); line = line()) {
                if (!line.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+: [^\r\n]*")) {
                    throw new AssertionError("no field line: '" + line + "'");
                }
                lines.add(line);
            }
            return lines;
        }

        private String chunks() {
            StringBuilder content = new StringBuilder();
            for (int size = size(); size > 0; size = size()) {
                content.append(take(size));
                if (!line().isEmpty()) {
                    throw new AssertionError("no line end behind a chunk");
                }
            }
            return content.toString();
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
                throw new AssertionError("no line end behind: '" + output.substring(at) + "'");
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
