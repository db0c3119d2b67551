package dev.heddle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.http.Response;
import dev.heddle.options.Architecture;
import dev.heddle.options.Limits;
import dev.heddle.options.ServerOptions;
import dev.heddle.options.Timeouts;
import dev.heddle.support.ExtremeOptions;
import dev.heddle.support.ExtremeOptions.Setting;
import dev.heddle.support.ServesAndStops;
import dev.heddle.support.TestClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A number or a time that means "forever" does: each option at its extremes is rejected by its name, or the server serves and stops. */
@Timeout(60)
class ExtremeOptionsTest {
    private static final long SEED = 20_261_127;
    private static final int MIXTURES = 60;
    private static final Pattern AT_MOST = Pattern.compile("at most (\\d+)");

    /** Every option of a server, of each architecture. */
    static Stream<Setting> everyOption() {
        return Architecture.all().stream()
                .map(ExtremeOptionsTest::standard)
                .flatMap(options -> ExtremeOptions.of(options).stream())
                .distinct();
    }

    /** Short waits for what ends a server, so that hundreds of them can be stopped. */
    private static ServerOptions standard(Architecture architecture) {
        return ServerOptions.defaults()
                .withArchitecture(architecture)
                .withTimeouts(Timeouts.defaults()
                        .withDrain(Duration.ofMillis(10), Duration.ofSeconds(5))
                        .withLinger(Duration.ofMillis(100)));
    }

    /** With the largest head, as a request line may be no longer than the head. */
    private static ServerOptions roomy(Architecture architecture) {
        return standard(architecture)
                .withLimits(Limits.builder().head(256 << 20).build());
    }

    @ParameterizedTest
    @MethodSource("everyOption")
    void optionAtItsExtremeIsRejectedByNameOrServesAndStops(Setting setting) throws Exception {
        Architecture like = Architecture.all().stream()
                .filter(architecture -> !setting.path().getFirst().equals("architecture")
                        || ExtremeOptions.of((Record) architecture).stream()
                                .anyMatch(known -> known.option().equals(setting.option())))
                .findFirst()
                .orElseThrow();
        ServerOptions options;
        try {
            options = setting.in(standard(like));
        } catch (IllegalArgumentException rejected) {
            assertThat(rejected.getMessage()).startsWith(setting.option() + " must ");
            Matcher bound = AT_MOST.matcher(rejected.getMessage());
            if (bound.find()) {
                // What is named as the largest value is one that serves.
                Setting largest = new Setting(setting.path(), Integer.valueOf(bound.group(1)));
                ServesAndStops.check(largest.in(roomy(like)));
            }
            return;
        }
        ServesAndStops.check(options);
    }

    @Test
    void optionsAtTheirExtremesTogetherServeAndStop() throws Exception {
        Random random = new Random(SEED);
        for (int i = 0; i < MIXTURES; i++) {
            List<Architecture> architectures = Architecture.all();
            ServerOptions options = standard(architectures.get(random.nextInt(architectures.size())));
            List<Setting> settings = new ArrayList<>(ExtremeOptions.of(options));
            Collections.shuffle(settings, random);
            for (Setting setting : settings.subList(0, 20)) {
                try {
                    options = setting.in(options);
                } catch (IllegalArgumentException rejected) {
                    // Out of bounds, alone or with those before: the others are tried.
                    assertThat(rejected).hasMessageContaining(" must ");
                }
            }
            ServesAndStops.check(options);
        }
    }

    static Stream<Duration> anyTimes() {
        return Stream.of(
                Duration.ofMillis(Long.MAX_VALUE),
                Duration.ofSeconds(Long.MAX_VALUE),
                Duration.ofNanos(Long.MAX_VALUE),
                Duration.ZERO,
                Duration.ofSeconds(Long.MIN_VALUE));
    }

    @ParameterizedTest
    @MethodSource("anyTimes")
    void serverStopsWithinAnyTime(Duration time) throws Exception {
        Server graceful = Server.http(request -> Response.text("fine")).start();
        graceful.shutdown(time);
        graceful.close();
        Server strict = Server.http(request -> Response.text("fine")).start();
        strict.shutdownStrictly(time);
        strict.close();
        assertThat(TestClient.isRefused(graceful.address())).isTrue();
        assertThat(TestClient.isRefused(strict.address())).isTrue();
    }
}
