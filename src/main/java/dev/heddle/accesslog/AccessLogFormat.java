package dev.heddle.accesslog;

import dev.heddle.http.EndedExchange;
import java.util.List;

/**
 * How an exchange becomes a line. Whatever the client has sent, a line is printable ASCII and ends at its only line feed, so that no one
 * can forge another one. Immutable.
 *
 * {@snippet :
 * AccessLog log = AccessLog.to(Path.of("access.log"))
 *         .format(AccessLogFormat.json(List.of("time", "method", "target", "status")))
 *         .open();
 * }
 */
public final class AccessLogFormat {
    private final LineWriter writer;

    /** Writes one exchange into a line, without its end. */
    @FunctionalInterface
    interface LineWriter {
        void write(EndedExchange exchange, long beginMillis, LogLine line);
    }

    private AccessLogFormat(LineWriter writer) {
        this.writer = writer;
    }

    /** The Common Log Format: address, time, request line, status, bytes of the body. */
    public static AccessLogFormat common() {
        LogTime time = LogTime.common();
        return new AccessLogFormat((exchange, begin, line) -> common(exchange, time.text(begin), line));
    }

    /** The same, and {@code Referer} and {@code User-Agent}, as Apache and nginx have it. */
    public static AccessLogFormat combined() {
        LogTime time = LogTime.common();
        return new AccessLogFormat((exchange, begin, line) -> {
            common(exchange, time.text(begin), line);
            quoted(line.add(' '), JsonMember.joined(exchange, "Referer").orElse(""));
            quoted(line.add(' '), JsonMember.joined(exchange, "User-Agent").orElse(""));
        });
    }

    /** A JSON object with the usual members. */
    public static AccessLogFormat json() {
        return json(JsonMember.USUAL);
    }

    /**
     * A JSON object with these members, in this order.
     *
     * @param names as in {@code docs/access-log.md}
     * @throws IllegalArgumentException if there is none, one twice, or one that does not exist
     */
    public static AccessLogFormat json(List<String> names) {
        return new AccessLogFormat(new JsonLine(names));
    }

    LogLine line(EndedExchange exchange) {
        LogLine line = new LogLine();
        writer.write(exchange, LogTime.begin(exchange), line);
        return line.end();
    }

    private static void common(EndedExchange exchange, String time, LogLine line) {
        String address = LogLine.address(exchange.peer());
        // Neither who the client is on its machine (RFC 1413) nor a user's name is known.
        line.add(address.isEmpty() ? "-" : address).add(" - - [").add(time).add("] ");
        quoted(line, exchange.requestLine());
        line.add(' ');
        number(line, exchange.status());
        number(line.add(' '), exchange.bodyBytes());
    }

    private static void quoted(LogLine line, String text) {
        line.add('"').escaped(text.isEmpty() ? "-" : text).add('"');
    }

    private static void number(LogLine line, long number) {
        if (number == 0) {
            line.add('-');
        } else {
            line.add(number);
        }
    }
}
