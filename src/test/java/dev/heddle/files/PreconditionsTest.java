package dev.heddle.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.files.Preconditions.Outcome;
import dev.heddle.http.Headers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Conditions on a file with the tag "v" that was written at 08:49:37. */
class PreconditionsTest {
    private static final long MODIFIED = 784_111_777;
    private static final long NOW = MODIFIED + 1000;
    private static final String BEFORE = "Sun, 06 Nov 1994 08:49:36 GMT";
    private static final String SAME = "Sun, 06 Nov 1994 08:49:37 GMT";
    private static final String AFTER = "Sun, 06 Nov 1994 08:49:38 GMT";
    private static final Validators FILE = new Validators(new EntityTag(false, "v"), MODIFIED, true, true);
    private static final Validators FRESH = new Validators(new EntityTag(true, "v"), MODIFIED, false, true);

    private static Headers headers(String lines) {
        String[] parts = lines.replace("BEFORE", BEFORE)
                .replace("SAME", SAME)
                .replace("AFTER", AFTER)
                .split(" *(?:: | & ) *", -1);
        return lines.isEmpty() ? Headers.none() : Headers.of(parts);
    }

    private static Outcome evaluate(String lines, @Nullable Validators file) {
        return Preconditions.evaluate(headers(lines), file, NOW);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``                                           | SEND",
                "If-None-Match: \"v\"                         | NOT_MODIFIED",
                "If-None-Match: W/\"v\"                       | NOT_MODIFIED",
                "If-None-Match: \"x\", \"v\"                  | NOT_MODIFIED",
                "If-None-Match: \"x\" & If-None-Match: \"v\"  | NOT_MODIFIED",
                "If-None-Match: *                             | NOT_MODIFIED",
                "If-None-Match: \"x\"                         | SEND",
                "If-None-Match: v                             | SEND",
                "If-None-Match: \"V\"                         | SEND",
                "If-Modified-Since: BEFORE                    | SEND",
                "If-Modified-Since: SAME                      | NOT_MODIFIED",
                "If-Modified-Since: AFTER                     | NOT_MODIFIED",
                "If-Modified-Since: yesterday                 | SEND",
                "If-Modified-Since: SAME & If-Modified-Since: SAME | SEND",
                "If-Modified-Since: Sunday, 06-Nov-94 08:49:37 GMT | NOT_MODIFIED",
                "If-None-Match: \"x\" & If-Modified-Since: SAME    | SEND",
                "If-None-Match: \"v\" & If-Modified-Since: BEFORE  | NOT_MODIFIED",
                "If-Match: \"v\"                              | SEND",
                "If-Match: *                                  | SEND",
                "If-Match: \"x\", \"v\"                       | SEND",
                "If-Match: W/\"v\"                            | FAILED",
                "If-Match: \"x\"                              | FAILED",
                "If-Match: v                                  | FAILED",
                "If-Unmodified-Since: BEFORE                  | FAILED",
                "If-Unmodified-Since: SAME                    | SEND",
                "If-Unmodified-Since: never                   | SEND",
                "If-Match: \"v\" & If-Unmodified-Since: BEFORE | SEND",
                "If-Match: \"v\" & If-None-Match: \"v\"       | NOT_MODIFIED",
                "If-Match: \"x\" & If-None-Match: \"v\"       | FAILED",
                "If-Unmodified-Since: BEFORE & If-None-Match: \"v\" | FAILED",
            })
    void conditionsAreEvaluatedInTheOrderOfTheRfc(String lines, Outcome expected) {
        assertThat(evaluate(lines, FILE)).isEqualTo(expected);
    }

    @Test
    void fileWrittenJustNowIsOnlyComparedByItsTag() {
        assertThat(evaluate("If-None-Match: \"v\"", FRESH)).isEqualTo(Outcome.NOT_MODIFIED);
        assertThat(evaluate("If-Modified-Since: SAME", FRESH)).isEqualTo(Outcome.SEND);
        assertThat(evaluate("If-Match: \"v\"", FRESH)).isEqualTo(Outcome.FAILED);
    }

    @Test
    void fileFromTheFutureHasNoDateToCompareWith() {
        Validators future = new Validators(new EntityTag(false, "v"), MODIFIED, true, false);
        assertThat(evaluate("If-Modified-Since: AFTER", future)).isEqualTo(Outcome.SEND);
        assertThat(evaluate("If-Unmodified-Since: BEFORE", future)).isEqualTo(Outcome.SEND);
        assertThat(Preconditions.rangeApplies(headers("If-Range: SAME"), future, NOW))
                .isFalse();
    }

    @Test
    void fileThatKeepsChangingMatchesNothingButAnything() {
        assertThat(evaluate("If-None-Match: \"v\"", null)).isEqualTo(Outcome.SEND);
        assertThat(evaluate("If-None-Match: *", null)).isEqualTo(Outcome.NOT_MODIFIED);
        assertThat(evaluate("If-Modified-Since: AFTER", null)).isEqualTo(Outcome.SEND);
        assertThat(evaluate("If-Match: \"v\"", null)).isEqualTo(Outcome.FAILED);
        assertThat(evaluate("If-Unmodified-Since: AFTER", null)).isEqualTo(Outcome.FAILED);
        assertThat(Preconditions.rangeApplies(headers("If-Range: \"v\""), null, NOW))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``                            | true",
                "If-Range: \"v\"               | true",
                "If-Range: W/\"v\"             | false",
                "If-Range: \"x\"               | false",
                "If-Range: \"v\", \"v\"        | false",
                "If-Range: *                   | false",
                "If-Range: SAME                | true",
                "If-Range: BEFORE              | false",
                "If-Range: AFTER               | false",
                "If-Range: soon                | false",
                "If-Range: \"v\" & If-Range: \"v\" | false",
            })
    void rangeAppliesOnlyToExactlyWhatTheClientHas(String lines, boolean expected) {
        assertThat(Preconditions.rangeApplies(headers(lines), FILE, NOW)).isEqualTo(expected);
    }

    @Test
    void rangeOfAFileWrittenJustNowAppliesToNoValidator() {
        assertThat(Preconditions.rangeApplies(headers("If-Range: \"v\""), FRESH, NOW))
                .isFalse();
        assertThat(Preconditions.rangeApplies(headers("If-Range: W/\"v\""), FRESH, NOW))
                .isFalse();
        assertThat(Preconditions.rangeApplies(headers("If-Range: SAME"), FRESH, NOW))
                .isFalse();
        assertThat(Preconditions.rangeApplies(Headers.none(), FRESH, NOW)).isTrue();
    }

    private static FileVersion version(long length, long nanos) {
        return new FileVersion(
                FileVersion.Kind.REGULAR, "inode", length, MODIFIED * 1_000_000_000 + nanos, FileVersion.UNKNOWN);
    }

    @Test
    void fileWhoseTimeWasSetBackJustNowHasAWeakTag() {
        FileVersion setBack = new FileVersion(
                FileVersion.Kind.REGULAR, "inode", 6, MODIFIED * 1_000_000_000, (NOW - 1) * 1_000_000_000);
        assertThat(Validators.of(setBack, "", NOW).tag().weak()).isTrue();
        assertThat(Validators.of(setBack, "", NOW + 1).tag().weak()).isFalse();
    }

    @Test
    void tagFollowsTimeLengthAndCoding() {
        FileVersion version = version(6, 5);
        EntityTag tag = Validators.of(version, "", NOW).tag();
        assertThat(tag.weak()).isFalse();
        assertThat(Validators.of(version, "-gzip", NOW).tag()).isNotEqualTo(tag);
        assertThat(Validators.of(version(7, 5), "", NOW).tag()).isNotEqualTo(tag);
        assertThat(Validators.of(version(6, 6), "", NOW).tag()).isNotEqualTo(tag);
        assertThat(Validators.of(version, "", MODIFIED).tag().weak()).isTrue();
        assertThat(Validators.of(version, "", MODIFIED + 1).tag().weak()).isTrue();
        assertThat(Validators.of(version, "", MODIFIED + 2).tag().weak()).isFalse();
        assertThat(Validators.of(version, "", MODIFIED - 5).hasDate()).isFalse();
    }
}
