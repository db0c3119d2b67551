package dev.heddle.http1;

import java.util.List;
import java.util.stream.Stream;

/** The valid and malformed requests of this package's tests, for tests of other packages. */
public final class SampleRequests {
    private SampleRequests() {}

    /** Returns all of them, one character for each byte. */
    public static List<String> all() {
        return Stream.concat(bad(), good()).toList();
    }

    private static Stream<String> bad() {
        return Stream.of(
                        MalformedRequestsTest.requestLines(),
                        MalformedRequestsTest.headers(),
                        MalformedRequestsTest.framing(),
                        MalformedRequestsTest.chunkedBodies())
                .flatMap(malformed -> malformed)
                .map(MalformedRequestsTest.Bad::input);
    }

    private static Stream<String> good() {
        return Stream.of(GoodRequestsTest.targets(), GoodRequestsTest.heads(), GoodRequestsTest.bodies())
                .flatMap(valid -> valid)
                .map(GoodRequestsTest.Good::input);
    }
}
