package dev.heddle.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.files.RangeHeader.Selection;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a Range header selects of a file of 1000 bytes. */
class RangeHeaderTest {
    private static final int MOST = 4;

    private static String selected(String header, long length) {
        return switch (RangeHeader.parse(header, length, MOST)) {
            case Selection.Whole whole -> "whole";
            case Selection.Unsatisfiable unsatisfiable -> "416";
            case Selection.Parts parts ->
                parts.ranges().stream()
                        .map(range -> range.first() + "-" + range.last())
                        .collect(Collectors.joining(" "));
        };
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bytes=0-0               | 0-0",
                "bytes=0-999             | 0-999",
                "bytes=0-                | 0-999",
                "bytes=999-              | 999-999",
                "bytes=500-5000          | 500-999",
                "bytes=-1                | 999-999",
                "bytes=-1000             | 0-999",
                "bytes=-5000             | 0-999",
                "BYTES=1-2               | 1-2",
                "bytes= 1-2              | 1-2",
                "bytes=1-2 , 4-5         | 1-2 4-5",
                "bytes=,1-2,,            | 1-2",
                "bytes=007-008           | 7-8",
                "bytes=4-5,1-2           | 4-5 1-2",
                "bytes=0-0,-1            | 0-0 999-999",
                "bytes=1-2,3-4           | 1-2 3-4",
                "bytes=1-3,3-4           | 1-4",
                "bytes=6-9,0-3,2-4       | 0-4 6-9",
                "bytes=0-,0-,0-,0-       | 0-999",
                "bytes=1-2,5000-         | 1-2",
                "bytes=5000-,-0,1-2      | 1-2",
                "bytes=0-99999999999999999999 | 0-999",
                "bytes=-99999999999999999999  | 0-999",
                "bytes=0-9223372036854775807  | 0-999",
            })
    void satisfiableRangesAreSelected(String header, String expected) {
        assertThat(selected(header, 1000)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bytes=1000-",
                "bytes=1000-2000",
                "bytes=-0",
                "bytes=99999999999999999999-",
                "bytes=1000-,2000-",
                "bytes=1000-,-0"
            })
    void rangesBeyondTheFileAreUnsatisfiable(String header) {
        assertThat(selected(header, 1000)).isEqualTo("416");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "bytes",
                "bytes=",
                "bytes=,",
                "bytes=-",
                "bytes=a-b",
                "bytes=1",
                "bytes=1-2-3",
                "bytes=2-1",
                "bytes=+1-2",
                "bytes=1 - 2",
                "bytes=0x1-2",
                "bytes=1-2,x",
                "bytes=--1",
                "bytes=1.0-2",
                "bytes=١-٢",
                "bytes =1-2",
                "items=1-2",
                "bytes=1-2;q=1",
                "bytes:1-2",
                "bytes=0-0,1-1,2-2,3-3,4-4",
                "bytes=0-,0-,0-,0-,0-"
            })
    void headerThatIsMalformedUnknownOrTooLongIsIgnored(String header) {
        assertThat(selected(header, 1000)).isEqualTo("whole");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=0-", "bytes=-1", "bytes=5-"})
    void emptyFileHasNoParts(String header) {
        assertThat(selected(header, 0)).isEqualTo("whole");
    }

    @Test
    void noByteIsSelectedTwiceHoweverRangesOverlap() {
        String header = IntStream.range(0, 100).mapToObj(i -> i + "-").collect(Collectors.joining(",", "bytes=", ""));
        assertThat(RangeHeader.parse(header, 1000, 100))
                .isEqualTo(new Selection.Parts(java.util.List.of(new ByteRange(0, 999))));
        assertThat(RangeHeader.parse(header, 1000, 99)).isInstanceOf(Selection.Whole.class);
    }
}
