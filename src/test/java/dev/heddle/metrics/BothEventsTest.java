package dev.heddle.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Both listeners hear of every event, whatever the first one does. */
class BothEventsTest {
    static Stream<Method> events() {
        return GuardedEventsTest.events();
    }

    @ParameterizedTest
    @MethodSource("events")
    void everyEventReachesBothEvenIfTheFirstFails(Method event) throws Exception {
        List<Object> calls = new ArrayList<>();
        Object[] arguments = GuardedEventsTest.argumentsOf(event);
        event.invoke(new BothEvents(listener("first", calls), listener("second", calls)), arguments);
        List<Object> expected = new ArrayList<>();
        for (String name : List.of("first", "second")) {
            expected.addAll(List.of(name, event.getName()));
            expected.addAll(List.of(arguments));
        }
        assertThat(calls).isEqualTo(expected);
    }

    private static ServerEvents listener(String name, List<Object> calls) {
        return (ServerEvents) Proxy.newProxyInstance(
                ServerEvents.class.getClassLoader(),
                new Class<?>[] {ServerEvents.class},
                (proxy, method, arguments) -> {
                    calls.addAll(List.of(name, method.getName()));
                    calls.addAll(arguments == null ? List.of() : Arrays.asList(arguments));
                    if (name.equals("first")) {
                        throw new IllegalStateException("on purpose");
                    }
                    return null;
                });
    }
}
