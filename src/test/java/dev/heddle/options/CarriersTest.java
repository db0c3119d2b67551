package dev.heddle.options;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Properties;
import org.junit.jupiter.api.Test;

/** What is known of a JVM's scheduler and pollers from its properties. */
class CarriersTest {
    private static Properties linux(String... namesAndValues) {
        Properties properties = new Properties();
        properties.setProperty("os.name", "Linux");
        for (int i = 0; i < namesAndValues.length; i += 2) {
            properties.setProperty(namesAndValues[i], namesAndValues[i + 1]);
        }
        return properties;
    }

    @Test
    void whoSaysNothingIsToldNothing() {
        assertThat(Carriers.advice(25, 2, linux())).isEmpty();
        assertThat(Carriers.advice(25, 6, linux())).isEmpty();
        assertThat(Carriers.advice(21, 2, linux())).isEmpty();
    }

    @Test
    void morePollersThanCarriersAreWarnedOfWithTheSettingThatMendsIt() {
        assertThat(Carriers.advice(25, 8, linux(Carriers.PARALLELISM, "3")))
                .hasValueSatisfying(
                        advice -> assertThat(advice).contains("8 read pollers for 3 carriers", "-Djdk.readPollers=2"));
        assertThat(Carriers.advice(25, 2, linux(Carriers.PARALLELISM, "1")))
                .hasValueSatisfying(advice -> assertThat(advice).contains("1 carrier of", "-Djdk.readPollers=1"));
        assertThat(Carriers.advice(25, 2, linux(Carriers.READ_POLLERS, "4"))).isPresent();
    }

    @Test
    void noSuchWarningWhereItIsMendedOrPollersArePlatformThreads() {
        assertThat(Carriers.advice(25, 8, linux(Carriers.PARALLELISM, "1", Carriers.READ_POLLERS, "1")))
                .isEmpty();
        assertThat(Carriers.advice(25, 8, linux(Carriers.PARALLELISM, "1", Carriers.POLLER_MODE, "1")))
                .isEmpty();
        assertThat(Carriers.advice(21, 8, linux(Carriers.PARALLELISM, "1"))).isEmpty();
    }

    @Test
    void theNumberOfPollersIsTheJdksOwnUnlessItWasSaid() {
        assertThat(Carriers.readPollers(25, 6, linux())).isEqualTo(4);
        assertThat(Carriers.readPollers(25, 200, linux())).isEqualTo(32);
        assertThat(Carriers.readPollers(25, 8, linux(Carriers.POLLER_MODE, "SYSTEM_THREADS")))
                .isEqualTo(2);
        assertThat(Carriers.readPollers(21, 8, linux())).isEqualTo(1);
        assertThat(Carriers.readPollers(21, 8, linux(Carriers.READ_POLLERS, "2")))
                .isEqualTo(2);
        assertThat(Carriers.readPollers(25, 2, linux(Carriers.READ_POLLERS, "some")))
                .isEqualTo(2);
    }

    @Test
    void elsewhereThanOnLinuxPollersArePlatformThreads() {
        Properties elsewhere = linux();
        elsewhere.setProperty("os.name", "Mac OS X");
        assertThat(Carriers.hasVirtualPollers(25, elsewhere)).isFalse();
        assertThat(Carriers.hasVirtualPollers(25, linux())).isTrue();
    }
}
