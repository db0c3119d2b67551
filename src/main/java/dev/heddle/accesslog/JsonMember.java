package dev.heddle.accesslog;

import dev.heddle.accesslog.AccessLogFormat.LineWriter;
import dev.heddle.http.EndedExchange;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * A member of a JSON line.
 *
 * @param name its name
 * @param value writes its value
 */
record JsonMember(String name, LineWriter value) {
    /** In front of the name of a request header. */
    private static final String HEADER = "header:";

    /** What would let a reader of the log in. */
    private static final List<String> CREDENTIALS = List.of("authorization", "proxy-authorization", "cookie");

    /** Those of a line if no one chooses. */
    static final List<String> USUAL = List.of(
            "time",
            "remoteAddress",
            "method",
            "target",
            "version",
            "status",
            "bodyBytes",
            "durationMicros",
            "complete",
            "referer",
            "userAgent",
            "traceId",
            "parentId",
            "malformed");

    /** The names that there are, besides those of headers. */
    static List<String> names() {
        List<String> names = new ArrayList<>(USUAL);
        names.addAll(List.of("remotePort", "host", "requestLine", "bytes"));
        return names;
    }

    /**
     * The member of a name.
     *
     * @throws IllegalArgumentException if there is none
     */
    static JsonMember named(String name) {
        return new JsonMember(name, name.startsWith(HEADER) ? header(name) : value(name));
    }

    private static LineWriter value(String name) {
        return switch (name) {
            case "time" -> time();
            case "remoteAddress" -> text(exchange -> LogLine.address(exchange.peer()));
            case "remotePort" -> (exchange, begin, line) -> line.add((long) LogLine.port(exchange.peer()));
            case "method" -> text(EndedExchange::method);
            case "target" -> text(EndedExchange::target);
            case "version" -> text(exchange -> exchange.isParsed() ? "HTTP/1." + exchange.minorVersion() : "");
            case "requestLine" -> text(EndedExchange::requestLine);
            case "malformed" -> text(exchange -> exchange.isParsed() ? "" : exchange.requestLine());
            case "host" -> header("Host", name);
            case "referer" -> header("Referer", name);
            case "userAgent" -> header("User-Agent", name);
            case "traceId" -> trace(TraceContext::traceId);
            case "parentId" -> trace(TraceContext::parentId);
            case "status" ->
                (exchange, begin, line) -> {
                    if (exchange.status() == 0) {
                        line.add("null");
                    } else {
                        line.add((long) exchange.status());
                    }
                };
            case "bytes" -> (exchange, begin, line) -> line.add(exchange.bytes());
            case "bodyBytes" -> (exchange, begin, line) -> line.add(exchange.bodyBytes());
            case "durationMicros" ->
                (exchange, begin, line) -> line.add(TimeUnit.NANOSECONDS.toMicros(exchange.nanos()));
            case "complete" -> (exchange, begin, line) -> line.add(exchange.isComplete() ? "true" : "false");
            default ->
                throw new IllegalArgumentException("unknown field '" + name + "' of the access log; known: "
                        + String.join(", ", names()) + ", " + HEADER + "NAME");
        };
    }

    private static LineWriter time() {
        LogTime time = LogTime.iso();
        return (exchange, begin, line) -> {
            long millis = Math.floorMod(begin, 1000L);
            line.add('"').add(time.text(begin)).add('.');
            line.add(millis / 100).add(millis / 10 % 10).add(millis % 10).add("Z\"");
        };
    }

    private static LineWriter text(Function<EndedExchange, String> text) {
        return (exchange, begin, line) -> textOrNull(line, text.apply(exchange));
    }

    private static void textOrNull(LogLine line, String text) {
        if (text.isEmpty()) {
            line.add("null");
        } else {
            line.json(text);
        }
    }

    private static LineWriter header(String name) {
        return header(name.substring(HEADER.length()), name);
    }

    /** An empty header is not the same as none. */
    private static LineWriter header(String header, String member) {
        if (header.isEmpty() || !header.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+")) {
            throw new IllegalArgumentException("field '" + member + "' of the access log names no header");
        }
        if (CREDENTIALS.contains(header.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException(
                    "field '" + member + "' of the access log would put credentials into it");
        }
        return (exchange, begin, line) ->
                exchange.headers().first(header).ifPresentOrElse(line::json, () -> line.add("null"));
    }

    private static LineWriter trace(Function<TraceContext, String> id) {
        return (exchange, begin, line) -> {
            Optional<TraceContext> trace = TraceContext.of(exchange.headers());
            textOrNull(line, trace.map(id).orElse(""));
        };
    }
}
