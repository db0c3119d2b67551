package dev.heddle.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which compressed copies a client prefers, and in which order. */
class AcceptEncodingTest {
    private static String preferred(List<String> lines) {
        return AcceptEncoding.parse(lines).preferred().stream()
                .map(ContentCoding::token)
                .collect(Collectors.joining(" "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "nothing",
            value = {
                "''                              | ''",
                "gzip                            | gzip",
                "gzip, deflate, br, zstd         | br zstd gzip",
                "GZIP                            | gzip",
                "x-gzip                          | gzip",
                "*                               | br zstd gzip",
                "*;q=0                           | ''",
                "gzip;q=0                        | ''",
                "gzip;q=0.000                    | ''",
                "gzip;q=0.001                    | gzip",
                "gzip;q=1.0, br;q=0.5            | gzip br",
                "br;q=0.2, gzip;q=0.3, zstd;q=.9 | gzip br",
                "*;q=0.5, gzip;q=0               | br zstd",
                "*;q=0.5, gzip;q=0.3             | br zstd",
                "gzip;q=0.5, identity            | ''",
                "gzip;q=0.5, identity;q=0.5      | gzip",
                "gzip;q=0.5, identity;q=0        | gzip",
                "gzip ; Q=0.7 , br ; q=0.8       | br gzip",
                "gzip;q=2, br;q=1.001            | ''",
                "gzip;q=-1                       | ''",
                "gzip;level=9                    | ''",
                "gzip;q=1;q=0                    | ''",
                ",,;,gzip,;q=1                   | gzip",
                "identity                        | ''",
                "gzipped, brotli                 | ''",
            })
    void codingsAreOrderedByWeightThenByOurs(String header, String expected) {
        assertThat(preferred(List.of(header))).isEqualTo(expected);
    }

    @Test
    void severalLinesAreOneList() {
        assertThat(preferred(List.of("gzip", "br;q=0.1"))).isEqualTo("gzip br");
        assertThat(preferred(List.of())).isEmpty();
    }
}
