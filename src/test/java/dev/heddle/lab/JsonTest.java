package dev.heddle.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    @Test
    void whatIsWrittenIsReadAgain() {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("text", "a \"quoted\" \\ line\nand </script> ü");
        value.put("numbers", List.of(1.0, -0.25, 1e-7, 123456.0));
        value.put("nothing", null);
        value.put("yes", true);
        value.put("inside", Map.of("empty", List.of(), "none", Map.of()));
        assertThat(Json.readObject(Json.write(value))).isEqualTo(value);
        assertThat(Json.write(value)).doesNotContain("</script>").doesNotContain("\n");
    }

    @Test
    void numbersThatJsonLacksAreNull() {
        assertThat(Json.write(Arrays.asList(Double.NaN, Double.POSITIVE_INFINITY, null)))
                .isEqualTo("[null,null,null]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{\"a\"}", "{\"a\":1,}", "{\"a\":1} x", "{\"a\":tru}", "{\"a\":\"\\u12\"}", "[]"})
    void anythingElseIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Json.readObject(text));
    }
}
