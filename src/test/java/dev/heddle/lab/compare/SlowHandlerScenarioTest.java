package dev.heddle.lab.compare;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

class SlowHandlerScenarioTest {
    @Test
    void measurementWithoutSlowRequestsFails() {
        FutureTask<IOException> going = new FutureTask<>(() -> new IOException("refused"));
        assertThatCode(() -> SlowHandlerScenario.requireSlowRequests(going)).doesNotThrowAnyException();
        going.run();
        assertThatThrownBy(() -> SlowHandlerScenario.requireSlowRequests(going))
                .isInstanceOf(IOException.class)
                .hasMessage("the slow requests failed: refused");
        FutureTask<IOException> broken = new FutureTask<>(() -> {
            throw new IllegalArgumentException("a fault");
        });
        broken.run();
        assertThatThrownBy(() -> SlowHandlerScenario.requireSlowRequests(broken))
                .hasMessageContaining("a fault");
    }
}
