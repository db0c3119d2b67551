package dev.heddle.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LimitsTest {
    @Test
    void defaultsAreTheDocumentedOnes() {
        assertThat(Limits.defaults())
                .isEqualTo(new Limits(
                        ProcessResources.ofThisProcess().connections(),
                        OverloadPolicy.REJECT,
                        ProcessResources.ofThisProcess().messagesInFlight(),
                        OverloadPolicy.QUEUE,
                        64,
                        Runtime.getRuntime().maxMemory() / 8,
                        65_536,
                        8192,
                        16_384,
                        100,
                        1_073_741_824L,
                        4096,
                        262_144,
                        8_388_608,
                        262_144));
    }

    @Test
    void builderStartsWithTheDefaults() {
        assertThat(Limits.builder().build()).isEqualTo(Limits.defaults());
    }

    @Test
    void builderSetsEachLimitAndNoOther() {
        Limits all = Limits.builder()
                .connections(1)
                .connectionOverload(OverloadPolicy.QUEUE)
                .messagesInFlight(2)
                .messageOverload(OverloadPolicy.REJECT)
                .messagesInFlightPerConnection(4)
                .bufferMemory(10)
                .lineLength(16)
                .requestLine(64)
                .head(65)
                .headerCount(3)
                .body(5)
                .chunkExtensions(6)
                .discardedBody(7)
                .lingerBytes(8)
                .sendBuffer(9)
                .build();
        assertThat(all)
                .isEqualTo(new Limits(
                        1, OverloadPolicy.QUEUE, 2, OverloadPolicy.REJECT, 4, 10, 16, 64, 65, 3, 5, 6, 7, 8, 9));
    }

    static Stream<Rejected> tooSmall() {
        return Stream.of(
                new Rejected(Limits.builder().connections(0), "connections must be at least 1, not 0"),
                new Rejected(Limits.builder().messagesInFlight(0), "messagesInFlight must be at least 1, not 0"),
                new Rejected(
                        Limits.builder().messagesInFlightPerConnection(0),
                        "messagesInFlightPerConnection must be at least 1, not 0"),
                new Rejected(
                        Limits.builder().messagesInFlightPerConnection(3),
                        "messagesInFlightPerConnection must be a power of two, not 3"),
                new Rejected(Limits.builder().lineLength(15), "lineLength must be at least 16, not 15"),
                new Rejected(Limits.builder().requestLine(63), "requestLine must be at least 64, not 63"),
                new Rejected(
                        Limits.builder().requestLine(100).head(99), "head must be at least 100 (requestLine), not 99"),
                new Rejected(Limits.builder().headerCount(0), "headerCount must be at least 1, not 0"),
                new Rejected(Limits.builder().body(-1), "body must be at least 0, not -1"),
                new Rejected(Limits.builder().chunkExtensions(-1), "chunkExtensions must be at least 0, not -1"),
                new Rejected(Limits.builder().discardedBody(-1), "discardedBody must be at least 0, not -1"),
                new Rejected(Limits.builder().lingerBytes(-1), "lingerBytes must be at least 0, not -1"),
                new Rejected(Limits.builder().sendBuffer(-1), "sendBuffer must be at least 0, not -1"));
    }

    static Stream<Rejected> tooLarge() {
        int all = Integer.MAX_VALUE;
        return Stream.of(
                new Rejected(Limits.builder().lineLength(all), "lineLength must be at most 268435456, not 2147483647"),
                new Rejected(
                        Limits.builder().requestLine(all), "requestLine must be at most 268435456, not 2147483647"),
                new Rejected(Limits.builder().head(all), "head must be at most 268435456, not 2147483647"),
                new Rejected(
                        Limits.builder().messagesInFlightPerConnection(1 << 30),
                        "messagesInFlightPerConnection must be at most 65536, not 1073741824"));
    }

    record Rejected(Limits.Builder builder, String message) {
        @Override
        public String toString() {
            return message;
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"tooSmall", "tooLarge"})
    void limitOutOfBoundsIsRejectedWithNameValueAndBound(Rejected rejected) {
        assertThatIllegalArgumentException()
                .isThrownBy(rejected.builder()::build)
                .withMessage(rejected.message());
    }

    @Test
    void leastValueOfEachLimitIsAccepted() {
        assertThat(new Limits(1, OverloadPolicy.QUEUE, 1, OverloadPolicy.QUEUE, 1, 0, 16, 64, 64, 1, 0, 0, 0, 0, 0)
                        .head())
                .isEqualTo(64);
    }
}
