package dev.heddle.options;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Properties;
import org.junit.jupiter.api.Test;

/** What is known of a JVM's scheduler and pollers from its properties. */
class CarrierThreadsTest {
    private static Properties linux(String... namesAndValues) {
        Properties properties = new Properties();
        properties.setProperty("os.name", "Linux");
        for (int i = 0; i < namesAndValues.length; i += 2) {
            properties.setProperty(namesAndValues[i], namesAndValues[i + 1]);
        }
        return properties;
    }

    @Test
    void defaultSettingsGetNoAdvice() {
        assertThat(CarrierThreads.advice(25, 2, linux())).isEmpty();
        assertThat(CarrierThreads.advice(25, 6, linux())).isEmpty();
        assertThat(CarrierThreads.advice(21, 2, linux())).isEmpty();
    }

    @Test
    void morePollersThanCarriersGetAdviceWithTheSettingToChange() {
        assertThat(CarrierThreads.advice(25, 8, linux(CarrierThreads.PARALLELISM, "3")))
                .hasValueSatisfying(
                        advice -> assertThat(advice).contains("8 read pollers for 3 carriers", "-Djdk.readPollers=2"));
        assertThat(CarrierThreads.advice(25, 2, linux(CarrierThreads.PARALLELISM, "1")))
                .hasValueSatisfying(advice -> assertThat(advice).contains("1 carrier of", "-Djdk.readPollers=1"));
        assertThat(CarrierThreads.advice(25, 2, linux(CarrierThreads.READ_POLLERS, "4")))
                .isPresent();
    }

    @Test
    void fewPollersAndPlatformPollersGetNoAdvice() {
        assertThat(CarrierThreads.advice(
                        25, 8, linux(CarrierThreads.PARALLELISM, "1", CarrierThreads.READ_POLLERS, "1")))
                .isEmpty();
        assertThat(CarrierThreads.advice(
                        25, 8, linux(CarrierThreads.PARALLELISM, "1", CarrierThreads.POLLER_MODE, "1")))
                .isEmpty();
        assertThat(CarrierThreads.advice(21, 8, linux(CarrierThreads.PARALLELISM, "1")))
                .isEmpty();
    }

    @Test
    void pollerCountIsTheJdksUnlessItsPropertyIsSet() {
        assertThat(CarrierThreads.readPollers(25, 6, linux())).isEqualTo(4);
        assertThat(CarrierThreads.readPollers(25, 200, linux())).isEqualTo(32);
        assertThat(CarrierThreads.readPollers(25, 8, linux(CarrierThreads.POLLER_MODE, "SYSTEM_THREADS")))
                .isEqualTo(2);
        assertThat(CarrierThreads.readPollers(21, 8, linux())).isEqualTo(1);
        assertThat(CarrierThreads.readPollers(21, 8, linux(CarrierThreads.READ_POLLERS, "2")))
                .isEqualTo(2);
        assertThat(CarrierThreads.readPollers(25, 2, linux(CarrierThreads.READ_POLLERS, "some")))
                .isEqualTo(2);
    }

    @Test
    void pollersArePlatformThreadsUnlessOnLinux() {
        Properties elsewhere = linux();
        elsewhere.setProperty("os.name", "Mac OS X");
        assertThat(CarrierThreads.hasVirtualPollers(25, elsewhere)).isFalse();
        assertThat(CarrierThreads.hasVirtualPollers(25, linux())).isTrue();
    }
}
