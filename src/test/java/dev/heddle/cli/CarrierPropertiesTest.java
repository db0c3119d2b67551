package dev.heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The number of carriers and read pollers that flags, properties and defaults give. */
class CarrierPropertiesTest {
    private static final String PARALLELISM = "jdk.virtualThreadScheduler.parallelism";
    private static final String MAX_POOL_SIZE = "jdk.virtualThreadScheduler.maxPoolSize";
    private static final String READ_POLLERS = "jdk.readPollers";

    private static Properties given(String... namesAndValues) {
        Properties properties = new Properties();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            properties.setProperty(namesAndValues[i], namesAndValues[i + 1]);
        }
        return properties;
    }

    private static Map<String, String> missing(
            boolean oneThread,
            @Nullable Integer carriers,
            @Nullable Integer readPollers,
            int processors,
            Properties given) {
        return CarrierProperties.missing(oneThread, carriers, readPollers, processors, true, given);
    }

    @Test
    void withoutFlagsTheJvmSizesTheCarriers() {
        assertThat(missing(false, null, null, 4, given())).isEqualTo(Map.of(READ_POLLERS, "2"));
        assertThat(CarrierProperties.missing(false, null, null, 4, false, given()))
                .isEmpty();
    }

    @Test
    void singleThreadedRunsOnOneCarrier() {
        Map<String, String> one = Map.of(PARALLELISM, "1", MAX_POOL_SIZE, "1", READ_POLLERS, "1");
        assertThat(missing(true, null, null, 4, given())).isEqualTo(one);
        assertThat(missing(true, 1, null, 4, given())).isEqualTo(one);
    }

    @ParameterizedTest
    @CsvSource({"1, 8, 1", "2, 2, 1", "3, 8, 1", "4, 8, 2", "8, 8, 4", "64, 64, 32", "256, 2, 1"})
    void readPollersAreHalfTheCarriersUnlessSet(int carriers, int processors, String pollers) {
        assertThat(missing(false, carriers, null, processors, given())).containsEntry(READ_POLLERS, pollers);
        assertThat(missing(false, carriers, null, processors, given(READ_POLLERS, "1")))
                .doesNotContainKey(READ_POLLERS);
    }

    @Test
    void platformPollersAreSizedByTheJvmUnlessSet() {
        assertThat(CarrierProperties.missing(false, 3, null, 8, false, given())).doesNotContainKey(READ_POLLERS);
        assertThat(CarrierProperties.missing(false, 3, 2, 8, false, given())).containsEntry(READ_POLLERS, "2");
    }

    @Test
    void userPropertyTakesPrecedenceOverDefaults() {
        assertThat(missing(true, null, null, 4, given(PARALLELISM, "4"))).isEqualTo(Map.of(READ_POLLERS, "2"));
        assertThat(missing(true, null, null, 4, given(MAX_POOL_SIZE, "9"))).doesNotContainKey(MAX_POOL_SIZE);
    }

    @Test
    void carriersFlagTakesPrecedenceOverUserProperty() {
        assertThat(missing(false, 2, null, 2, given(PARALLELISM, "4"))).containsEntry(PARALLELISM, "2");
        assertThat(missing(false, 4, null, 2, given(MAX_POOL_SIZE, "3"))).containsEntry(MAX_POOL_SIZE, "4");
    }

    @Test
    void moreCarriersThanTheJvmsMaximumRaiseIt() {
        assertThat(missing(false, 256, null, 2, given())).doesNotContainKey(MAX_POOL_SIZE);
        assertThat(missing(false, 257, null, 2, given())).containsEntry(MAX_POOL_SIZE, "257");
    }

    @Test
    void malformedPropertyIsLeftToTheJvm() {
        assertThat(missing(false, null, null, 4, given(PARALLELISM, "many"))).isEqualTo(Map.of(READ_POLLERS, "2"));
    }

    @Test
    void readPollersFlagTakesPrecedenceOverUserProperty() {
        assertThat(missing(true, null, 2, 4, given(READ_POLLERS, "1"))).containsEntry(READ_POLLERS, "2");
        assertThat(missing(false, null, 4, 4, given())).isEqualTo(Map.of(READ_POLLERS, "4"));
    }
}
