package dev.heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** How many platform threads carry the virtual ones, depending on what was said where. */
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

    @Test
    void nothingSaidLeavesItToTheJvm() {
        assertThat(CarrierProperties.missing(false, null, null, 4, given())).isEmpty();
    }

    @Test
    void singleThreadedIsOnePlatformThread() {
        Map<String, String> one = Map.of(PARALLELISM, "1", MAX_POOL_SIZE, "1", READ_POLLERS, "1");
        assertThat(CarrierProperties.missing(true, null, null, 4, given())).isEqualTo(one);
        assertThat(CarrierProperties.missing(true, 1, null, 4, given())).isEqualTo(one);
    }

    @Test
    void thereAreNeverMorePollersThanCarriersAndTheirNumberIsAPowerOfTwo() {
        assertThat(CarrierProperties.missing(false, 3, null, 8, given())).containsEntry(READ_POLLERS, "2");
        assertThat(CarrierProperties.missing(false, 4, null, 8, given())).containsEntry(READ_POLLERS, "4");
        assertThat(CarrierProperties.missing(false, 8, null, 8, given())).doesNotContainKey(READ_POLLERS);
        assertThat(CarrierProperties.missing(false, 3, null, 8, given(READ_POLLERS, "1")))
                .doesNotContainKey(READ_POLLERS);
    }

    @Test
    void aPropertyOfTheUsersWinsOverOurDefaults() {
        assertThat(CarrierProperties.missing(true, null, null, 4, given(PARALLELISM, "4")))
                .isEmpty();
        assertThat(CarrierProperties.missing(true, null, null, 4, given(MAX_POOL_SIZE, "9")))
                .doesNotContainKey(MAX_POOL_SIZE);
    }

    @Test
    void carriersAskedForWinOverAPropertyOfTheUsers() {
        assertThat(CarrierProperties.missing(false, 2, null, 2, given(PARALLELISM, "4")))
                .containsEntry(PARALLELISM, "2");
        assertThat(CarrierProperties.missing(false, 4, null, 2, given(MAX_POOL_SIZE, "3")))
                .containsEntry(MAX_POOL_SIZE, "4");
    }

    @Test
    void moreCarriersThanTheJvmsOwnBoundRaiseIt() {
        assertThat(CarrierProperties.missing(false, 256, null, 2, given())).doesNotContainKey(MAX_POOL_SIZE);
        assertThat(CarrierProperties.missing(false, 257, null, 2, given())).containsEntry(MAX_POOL_SIZE, "257");
    }

    @Test
    void whatIsNoNumberIsLeftToTheJvmToComplainOf() {
        assertThat(CarrierProperties.missing(false, null, null, 4, given(PARALLELISM, "many")))
                .isEmpty();
    }

    @Test
    void pollersAskedForWinOverAllElse() {
        assertThat(CarrierProperties.missing(true, null, 2, 4, given(READ_POLLERS, "1")))
                .containsEntry(READ_POLLERS, "2");
        assertThat(CarrierProperties.missing(false, null, 4, 4, given())).isEqualTo(Map.of(READ_POLLERS, "4"));
    }
}
