package dev.heddle.lab.compare;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What {@code GET /stats} tells.
 *
 * @param json the object
 */
record Stats(Map<String, @Nullable Object> json) {
    double uptimeMillis() {
        return number(json, "uptimeMillis");
    }

    List<Double> requestsPerAcceptor() {
        return json.get("requestsPerAcceptor") instanceof List<?> list
                ? list.stream()
                        .map(each -> each instanceof Double number ? number : 0.0)
                        .toList()
                : List.of();
    }

    /** How often the gate was acquired, and for how long all together waited for it, in µs; 0 without a gate. */
    double gateAcquisitions() {
        return gate("acquisitions");
    }

    double gateWaitMicros() {
        return gate("waitTotalMicros");
    }

    private double gate(String name) {
        return json.get("acceptGate") instanceof Map<?, ?> gate ? number(gate, name) : 0;
    }

    /** How long each dispatcher was busy so far, in ms. */
    List<Double> dispatcherBusyMillis() {
        return busyMillis("dispatchers");
    }

    /** How long each worker was busy so far, in ms; empty if this scheduler does not tell. */
    List<Double> workerBusyMillis() {
        return busyMillis("workers");
    }

    private List<Double> busyMillis(String of) {
        return each(of, "utilization").stream()
                .map(fraction -> fraction * uptimeMillis())
                .toList();
    }

    List<Double> workerMessages() {
        return each("workers", "messages");
    }

    List<Double> workerConnections() {
        return each("workers", "connections");
    }

    private List<Double> each(String list, String name) {
        return json.get(list) instanceof List<?> found
                ? found.stream()
                        .filter(Objects::nonNull)
                        .map(one -> one instanceof Map<?, ?> map ? number(map, name) : 0.0)
                        .toList()
                : List.of();
    }

    private static double number(Map<?, ?> object, String name) {
        return object.get(name) instanceof Double number ? number : 0;
    }

    /** What each had more than before. */
    static List<Double> since(List<Double> before, List<Double> after) {
        return java.util.stream.IntStream.range(0, Math.min(before.size(), after.size()))
                .mapToObj(i -> Math.max(0, after.get(i) - before.get(i)))
                .toList();
    }
}
