package dev.heddle.http1;

import java.util.List;
import java.util.stream.Stream;

/** The requests of this package's tests, good and bad, for tests elsewhere. */
public final class SampleRequests {
    private SampleRequests() {}

    /** All of them, each character one byte. */
    public static List<String> all() {
        return Stream.concat(bad(), good()).toList();
    }

    private static Stream<String> bad() {
        return Stream.of(
                        MalformedRequestsTest.requestLines(),
                        MalformedRequestsTest.fields(),
                        MalformedRequestsTest.framing(),
                        MalformedRequestsTest.chunkedContent())
                .flatMap(bads -> bads)
                .map(MalformedRequestsTest.Bad::input);
    }

    private static Stream<String> good() {
        return Stream.of(GoodRequestsTest.targets(), GoodRequestsTest.heads(), GoodRequestsTest.contents())
                .flatMap(goods -> goods)
                .map(GoodRequestsTest.Good::input);
    }
}
