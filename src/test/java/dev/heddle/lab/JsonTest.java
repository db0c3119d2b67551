package dev.heddle.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.gson.JsonObject;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    private record Inner(String name, List<Double> values) {}

    private record Outer(int count, boolean yes, Inner inner, List<Inner> others) {}

    private static final Outer OUTER = new Outer(
            3,
            true,
            new Inner("a \"quoted\" \\ line\nand </script> ü", List.of(1.0, -0.25, 1e-7, 123456.0)),
            List.of());

    @Test
    void whatIsWrittenIsReadAgain() {
        assertThat(Json.read(Json.write(OUTER), Outer.class)).isEqualTo(OUTER);
        assertThat(Json.read(Json.writeLines(OUTER), Outer.class)).isEqualTo(OUTER);
    }

    @Test
    void textThatIsPutIntoAPageCannotEndItsScript() {
        assertThat(Json.write(OUTER))
                .contains("script")
                .doesNotContain("</script>")
                .doesNotContain("\n");
    }

    @Test
    void recordIsReadOnlyIfNothingIsMissing() {
        String complete = Json.write(OUTER);
        for (String name : List.of("count", "yes", "inner", "others", "values")) {
            String renamed = complete.replace("\"" + name + "\"", "\"other\"");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Json.read(renamed, Outer.class))
                    .withMessageContaining("'" + name + "' is missing");
        }
    }

    @Test
    void valueOfAnotherTypeIsRejected() {
        String complete = Json.write(OUTER);
        for (String[] wrong : new String[][] {
            {":true", ":[]"}, {":3", ":\"three\""}, {"[1,", "[\"one\","}, {"\"others\":[]", "\"others\":[7]"}
        }) {
            assertThat(complete).contains(wrong[0]);
            assertThatIllegalArgumentException()
                    .as(wrong[1])
                    .isThrownBy(() -> Json.read(complete.replace(wrong[0], wrong[1]), Outer.class));
        }
    }

    @Test
    void textThatIsNotJsonIsSaidToBeNoneAndWhere() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Json.read("{\n  root:x", Outer.class))
                .withMessageMatching("it is not JSON, at line 2 column \\d");
    }

    @Test
    void numbersThatJsonLacksAreNull() {
        assertThat(Json.write(Arrays.asList(Double.NaN, Double.POSITIVE_INFINITY, null)))
                .isEqualTo("[null,null,null]");
    }

    @Test
    void numbersHaveSixSignificantDigits() {
        Map<String, Object> numbers = new LinkedHashMap<>();
        numbers.put("whole", 12345678.0);
        numbers.put("fraction", 2.0 / 3);
        numbers.put("count", 12345678L);
        assertThat(Json.write(numbers)).isEqualTo("{\"whole\":12345678,\"fraction\":0.666667,\"count\":12345678}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{\"a\"}", "{\"a\":1,}", "{\"a\":1} x", "{\"a\":tru}", "{\"a\":\"\\u12\"}", "[]"})
    void anythingElseIsRejected(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Json.read(text, JsonObject.class));
    }
}
