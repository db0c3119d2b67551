package dev.heddle.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LimitsTest {
    @Test
    void theDefaultsAreTheDocumentedOnes() {
        assertThat(Limits.defaults())
                .isEqualTo(new Limits(
                        32_768,
                        OverloadPolicy.REJECT,
                        32_768,
                        OverloadPolicy.QUEUE,
                        64,
                        Runtime.getRuntime().maxMemory() / 4,
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
    void aBuilderBeginsWithTheDefaults() {
        assertThat(Limits.builder().build()).isEqualTo(Limits.defaults());
    }

    @Test
    void aBuilderSetsEachLimitAndNoOther() {
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

    static Stream<Refused> tooSmall() {
        return Stream.of(
                new Refused(Limits.builder().connections(0), "connections must be at least 1, not 0"),
                new Refused(Limits.builder().messagesInFlight(0), "messagesInFlight must be at least 1, not 0"),
                new Refused(
                        Limits.builder().messagesInFlightPerConnection(0),
                        "messagesInFlightPerConnection must be at least 1, not 0"),
                new Refused(
                        Limits.builder().messagesInFlightPerConnection(3),
                        "messagesInFlightPerConnection must be a power of two, not 3"),
                new Refused(Limits.builder().lineLength(15), "lineLength must be at least 16, not 15"),
                new Refused(Limits.builder().requestLine(63), "requestLine must be at least 64, not 63"),
                new Refused(Limits.builder().requestLine(100).head(99), "head must be at least 100, not 99"),
                new Refused(Limits.builder().headerCount(0), "headerCount must be at least 1, not 0"),
                new Refused(Limits.builder().body(-1), "body must be at least 0, not -1"),
                new Refused(Limits.builder().chunkExtensions(-1), "chunkExtensions must be at least 0, not -1"),
                new Refused(Limits.builder().discardedBody(-1), "discardedBody must be at least 0, not -1"),
                new Refused(Limits.builder().lingerBytes(-1), "lingerBytes must be at least 0, not -1"),
                new Refused(Limits.builder().sendBuffer(-1), "sendBuffer must be at least 0, not -1"));
    }

    record Refused(Limits.Builder builder, String message) {
        @Override
        public String toString() {
            return message;
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tooSmall")
    void aLimitOutOfBoundsIsRefusedByName(Refused refused) {
        assertThatIllegalArgumentException()
                .isThrownBy(refused.builder()::build)
                .withMessage(refused.message());
    }

    @Test
    void theLeastOfEachIsAccepted() {
        assertThat(new Limits(1, OverloadPolicy.QUEUE, 1, OverloadPolicy.QUEUE, 1, 0, 16, 64, 64, 1, 0, 0, 0, 0, 0)
                        .head())
                .isEqualTo(64);
    }
}
