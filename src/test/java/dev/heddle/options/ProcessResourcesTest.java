package dev.heddle.options;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProcessResourcesTest {
    private static final long MIB = 1 << 20;

    @ParameterizedTest
    @CsvSource({
        "32, 20000, 1365, 1024",
        "64, 20000, 2730, 2048",
        "128, 20000, 5461, 4096",
        "1024, 9223372036854775807, 32768, 32768",
        "1024, 20000, 19872, 32768",
        "1024, 1024, 896, 32768",
        "1024, 200, 150, 32768",
        "1024, 1, 1, 32768",
    })
    void limitsFollowFromHeapAndDescriptors(long megabytes, long descriptors, int connections, int messages) {
        ProcessResources resources = new ProcessResources(megabytes * MIB, descriptors);
        assertThat(resources.connections()).isEqualTo(connections);
        assertThat(resources.messagesInFlight()).isEqualTo(messages);
        assertThat(resources.bufferMemory()).isEqualTo(megabytes * MIB / 8);
    }

    @Test
    void heavierConnectionsAreFewer() {
        assertThat(new ProcessResources(64 * MIB, 20_000).connections(40 * 1024))
                .isEqualTo(819);
        assertThat(new ProcessResources(64 * MIB, 256).connections(40 * 1024)).isEqualTo(192);
    }

    @Test
    void descriptorLimitIsTheSoftOne() {
        List<String> lines = List.of(
                "Limit                     Soft Limit           Hard Limit           Units     ",
                "Max processes             10                   11                   processes ",
                "Max open files            1024                 524288               files     ");
        assertThat(ProcessResources.descriptorLimit(lines)).isEqualTo(1024);
    }

    @Test
    void unknownOrUnlimitedDescriptorsDoNotCount() {
        assertThat(ProcessResources.descriptorLimit(List.of())).isEqualTo(Long.MAX_VALUE);
        assertThat(ProcessResources.descriptorLimit(
                        List.of("Max open files            unlimited            unlimited            files")))
                .isEqualTo(Long.MAX_VALUE);
    }
}
