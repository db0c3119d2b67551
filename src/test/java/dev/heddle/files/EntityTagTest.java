package dev.heddle.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Entity tags, alone and in lists. */
class EntityTagTest {
    private static final EntityTag STRONG = new EntityTag(false, "a");
    private static final EntityTag WEAK = new EntityTag(true, "a");

    @Test
    void comparisonFollowsTheTableOfTheRfc() {
        assertThat(WEAK.matchesStrongly(WEAK)).isFalse();
        assertThat(WEAK.matchesWeakly(WEAK)).isTrue();
        assertThat(WEAK.matchesWeakly(new EntityTag(true, "b"))).isFalse();
        assertThat(WEAK.matchesStrongly(STRONG)).isFalse();
        assertThat(STRONG.matchesStrongly(WEAK)).isFalse();
        assertThat(WEAK.matchesWeakly(STRONG)).isTrue();
        assertThat(STRONG.matchesStrongly(STRONG)).isTrue();
        assertThat(STRONG.matchesWeakly(STRONG)).isTrue();
        assertThat(STRONG.matchesStrongly(new EntityTag(false, "b"))).isFalse();
    }

    @Test
    void listIsSplitBetweenTagsAndNotInsideThem() {
        assertThat(EntityTag.parseList("\"a\"")).containsExactly(STRONG);
        assertThat(EntityTag.parseList("W/\"a\",\"a\"")).containsExactly(WEAK, STRONG);
        assertThat(EntityTag.parseList("\"a,b\" , W/\"\"\t,\"W/\""))
                .isEqualTo(List.of(new EntityTag(false, "a,b"), new EntityTag(true, ""), new EntityTag(false, "W/")));
        assertThat(EntityTag.parseList(", ,\"a\",,")).containsExactly(STRONG);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ",",
                "a",
                "*",
                "\"",
                "\"a",
                "a\"",
                "w/\"a\"",
                "W/a",
                "W/ \"a\"",
                "\"a\" \"b\"",
                "\"a\"x",
                "\"a b\"",
                "\"a\", *",
                "\"a\u0007\""
            })
    void malformedListIsNone(String text) {
        assertThat(EntityTag.parseList(text)).isNull();
    }

    @Test
    void singleTagIsNothingButATag() {
        assertThat(EntityTag.parse("\"a\"")).isEqualTo(STRONG);
        assertThat(EntityTag.parse("W/\"a\"")).isEqualTo(WEAK);
        for (String text : List.of("", "\"a\",", " \"a\"", "\"a\",\"a\"", "Sun, 06 Nov 1994 08:49:37 GMT", "*")) {
            assertThat(EntityTag.parse(text)).as(text).isNull();
        }
        assertThat(STRONG).hasToString("\"a\"");
        assertThat(WEAK).hasToString("W/\"a\"");
    }
}
