package dev.heddle.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every event reaches its listener, and nothing that the listener throws comes back. */
class GuardedEventsTest {
    static Stream<Method> events() {
        return Arrays.stream(ServerEvents.class.getDeclaredMethods()).filter(method -> !method.isSynthetic());
    }

    @ParameterizedTest
    @MethodSource("events")
    void everyEventIsPassedOnWithItsArguments(Method event) throws Exception {
        List<Object> calls = new ArrayList<>();
        Object[] arguments = argumentsOf(event);
        event.invoke(new GuardedEvents(listener(calls, null)), arguments);
        List<Object> expected = new ArrayList<>(List.of(event.getName()));
        expected.addAll(List.of(arguments));
        assertThat(calls).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("events")
    void failureOfTheListenerDoesNotComeBack(Method event) {
        for (Throwable failure : List.of(new IllegalStateException("on purpose"), new OutOfMemoryError("on purpose"))) {
            List<Object> calls = new ArrayList<>();
            GuardedEvents guarded = new GuardedEvents(listener(calls, failure));
            assertThatCode(() -> event.invoke(guarded, argumentsOf(event))).doesNotThrowAnyException();
            assertThat(calls).isNotEmpty();
        }
    }

    private static ServerEvents listener(List<Object> calls, @Nullable Throwable failure) {
        return (ServerEvents) Proxy.newProxyInstance(
                ServerEvents.class.getClassLoader(),
                new Class<?>[] {ServerEvents.class},
                (proxy, method, arguments) -> {
                    calls.add(method.getName());
                    calls.addAll(arguments == null ? List.of() : Arrays.asList(arguments));
                    if (failure != null) {
                        throw failure;
                    }
                    return null;
                });
    }

    static Object[] argumentsOf(Method event) {
        return Arrays.stream(event.getParameterTypes())
                .map(GuardedEventsTest::argument)
                .toArray();
    }

    private static Object argument(Class<?> type) {
        if (type == int.class) {
            return 7;
        } else if (type == long.class) {
            return 7L;
        } else if (type == String.class) {
            return "why";
        } else if (type == Throwable.class) {
            return new IllegalStateException("the cause");
        } else if (type == Duration.class) {
            return Duration.ofSeconds(7);
        } else if (type == SocketAddress.class) {
            return new InetSocketAddress(InetAddress.getLoopbackAddress(), 7);
        }
        throw new AssertionError("no example of " + type);
    }
}
