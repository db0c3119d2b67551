package dev.heddle.accesslog;

import dev.heddle.accesslog.AccessLogFormat.LineWriter;
import dev.heddle.http.EndedExchange;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A line with a JSON object (RFC 8259). A member without a value is null. */
final class JsonLine implements LineWriter {
    private final JsonMember[] members;

    /** @throws IllegalArgumentException if a name is wrong, or there is none */
    JsonLine(List<String> names) {
        if (names.isEmpty()) {
            throw new IllegalArgumentException("an access log needs at least one field");
        }
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (!seen.add(name)) {
                throw new IllegalArgumentException("field '" + name + "' of the access log is there twice");
            }
        }
        members = names.stream().map(JsonMember::named).toArray(JsonMember[]::new);
    }

    @Override
    public void write(EndedExchange exchange, long beginMillis, LogLine line) {
        char before = '{';
        for (JsonMember member : members) {
            line.add(before).json(member.name()).add(':');
            member.value().write(exchange, beginMillis, line);
            before = ',';
        }
        line.add('}');
    }
}
