package dev.heddle.support;

import dev.heddle.Server;
import dev.heddle.architecture.ThreadPerMessage;
import dev.heddle.options.Architecture;
import java.util.stream.Stream;

/**
 * The subject of a contract test: an architecture with a protocol.
 *
 * @param architecture the architecture
 * @param dialect the protocol
 */
public record Subject(Architecture architecture, Dialect dialect) {
    /** Every architecture, and one that only the tests have, in every dialect. */
    public static Stream<Subject> all() {
        return Stream.concat(Architecture.all().stream(), Stream.of(new ThreadPerMessage()))
                .flatMap(
                        architecture -> Stream.of(Dialect.values()).map(dialect -> new Subject(architecture, dialect)));
    }

    /** A server that is such a subject. */
    public Server.Builder server(Dialect.Talk talk) {
        return dialect.server(talk).architecture(architecture);
    }

    @Override
    public String toString() {
        return architecture.label() + " over " + dialect;
    }
}
