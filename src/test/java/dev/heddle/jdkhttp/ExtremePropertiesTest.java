package dev.heddle.jdkhttp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.options.ServerOptions;
import dev.heddle.options.Timeouts;
import dev.heddle.support.ExtremeOptions;
import dev.heddle.support.ExtremeOptions.Setting;
import dev.heddle.support.ServesAndStops;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each option and each system property of the drop-in at its extremes: rejected by its name, or the server serves and stops. */
@Timeout(60)
@Isolated("sets system properties")
class ExtremePropertiesTest {
    private static JdkHttpOptions standard() {
        ServerOptions server = JdkHttpOptions.defaults().server();
        Timeouts timeouts = server.timeouts().withLinger(Duration.ofMillis(100));
        return JdkHttpOptions.defaults().withServer(server.withTimeouts(timeouts));
    }

    static List<Setting> everyOption() {
        return ExtremeOptions.of(standard());
    }

    @ParameterizedTest
    @MethodSource("everyOption")
    void optionAtItsExtremeIsRejectedByNameOrServesAndStops(Setting setting) throws Exception {
        JdkHttpOptions options;
        try {
            options = setting.in(standard());
        } catch (IllegalArgumentException rejected) {
            assertThat(rejected).hasMessageContaining(setting.option());
            return;
        }
        servesAndStops(options);
    }

    /** A system property with a value. */
    record Property(String name, String value) {
        @Override
        public String toString() {
            return name + "=" + value;
        }
    }

    static Stream<Property> everyProperty() {
        return JdkHttpOptions.properties().stream()
                .flatMap(name -> Stream.of(
                                "0",
                                "1",
                                "-1",
                                String.valueOf(Integer.MAX_VALUE - 1),
                                String.valueOf(Integer.MAX_VALUE),
                                String.valueOf(Long.MAX_VALUE - 1),
                                String.valueOf(Long.MAX_VALUE),
                                String.valueOf(Long.MIN_VALUE),
                                "9".repeat(30))
                        .map(value -> new Property(name, value)));
    }

    @ParameterizedTest
    @MethodSource("everyProperty")
    void propertyAtItsExtremeIsRejectedByNameOrServesAndStops(Property property) throws Exception {
        String before = System.getProperty(property.name());
        JdkHttpOptions options;
        System.setProperty(property.name(), property.value());
        try {
            options = JdkHttpOptions.fromSystemProperties();
        } catch (IllegalArgumentException rejected) {
            assertThat(rejected).hasMessageContaining(property.name());
            return;
        } finally {
            if (before == null) {
                System.clearProperty(property.name());
            } else {
                System.setProperty(property.name(), before);
            }
        }
        servesAndStops(options);
    }

    private static void servesAndStops(JdkHttpOptions options) throws Exception {
        ServesAndStops.check(
                new HeddleHttpServerProvider(options).createHttpServer(Provided.anyPort(), 0), options.toString());
    }
}
