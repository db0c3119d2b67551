package dev.heddle.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which paths name files. */
class RequestPathTest {
    private static RequestPath parsed(String path) {
        return Objects.requireNonNull(RequestPath.parse(path));
    }

    @ParameterizedTest
    @CsvSource({
        "/, '', true",
        "'', '', false",
        "/a, a, false",
        "/a/, a, true",
        "/a/b.txt, a/b.txt, false",
        "/%61%2Etxt, a.txt, false",
        "/one%20two, one two, false",
        "/%C3%BC, ü, false",
        "/100%25, 100%, false",
        "/%252e%252e, %2e%2e, false",
        "/..., ..., false",
        "/a..b, a..b, false",
        "/a+b, a+b, false",
        "/a:b;c=d@e!$&'()*, a:b;c=d@e!$&'()*, false",
    })
    void pathIsDecodedNameByName(String path, String names, boolean endsWithSlash) {
        RequestPath parsed = parsed(path);
        assertThat(parsed.relative()).isEqualTo(names);
        assertThat(parsed.endsWithSlash()).isEqualTo(endsWithSlash);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "a",
                "//",
                "//a",
                "/a//b",
                "/a//",
                "/.",
                "/..",
                "/./a",
                "/../a",
                "/a/..",
                "/a/../b",
                "/%2e",
                "/%2e%2e",
                "/.%2E/a",
                "/%2E./a",
                "/a%2fb",
                "/..%2fa",
                "/%2e%2e%2fa",
                "/a%00",
                "/a%00.txt",
                "/a%0a",
                "/a%7f",
                "/a\\b",
                "/a%5cb",
                "/..%5ca",
                "/%",
                "/%4",
                "/%4g",
                "/%g4",
                "/%+1",
                "/%ff",
                "/%c0%ae",
                "/%c0%af",
                "/%ed%a0%80",
                "/%c3",
                "/ü"
            })
    void pathThatLeadsElsewhereNamesNoFile(String path) {
        assertThat(RequestPath.parse(path)).isNull();
    }

    @Test
    void encodedNameIsDecodedToItself() {
        for (String name : List.of("a", "a b", "ü%", "javascript:alert(1)", "?q#f", "\"<&>'", "a\nb", "..a", "~-._")) {
            String encoded = RequestPath.encoded(name);
            assertThat(encoded).matches("([A-Za-z0-9._~-]|%[0-9A-F]{2})*");
            if (!name.contains("\n")) {
                assertThat(RequestPath.parse("/" + encoded)).isEqualTo(new RequestPath(List.of(name), false));
            }
        }
    }

    @Test
    void directorysPathNeverNamesAnotherHost() {
        assertThat(parsed("/%40evil.example/a%3a").asDirectory()).isEqualTo("/%40evil.example/a%3A/");
        assertThat(new RequestPath(List.of(), false).asDirectory()).isEqualTo("/");
    }
}
