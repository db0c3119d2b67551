package dev.heddle.lab.compare;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What {@code GET /stats} tells.
 *
 * @param json the object
 */
record Stats(JsonObject json) {
    double uptimeMillis() {
        return json.get("uptimeMillis").getAsDouble();
    }

    /** How many connections are open, that of the question included. */
    long connectionsOpen() {
        return json.getAsJsonObject("connections").get("open").getAsLong();
    }

    List<Double> requestsPerAcceptor() {
        return elements("requestsPerAcceptor").stream()
                .map(JsonElement::getAsDouble)
                .toList();
    }

    /** How often the gate was acquired; 0 without a gate. */
    double gateAcquisitions() {
        return gate("acquisitions");
    }

    /** For how long all together waited for the gate, in µs; 0 without a gate. */
    double gateWaitMicros() {
        return gate("waitTotalMicros");
    }

    private double gate(String name) {
        JsonElement gate = json.get("acceptGate");
        return gate.isJsonNull() ? 0 : gate.getAsJsonObject().get(name).getAsDouble();
    }

    /** How long each dispatcher was busy so far, in ms. */
    List<Double> dispatcherBusyMillis() {
        return busyMillis("dispatchers");
    }

    /** How often a dispatcher was acquired, all of them together. */
    double dispatcherAcquisitions() {
        return dispatchers("acquisitions");
    }

    /** How many of these acquisitions had to wait. */
    double dispatcherWaits() {
        return dispatchers("contended");
    }

    private double dispatchers(String name) {
        return each("dispatchers", name).stream()
                .mapToDouble(Double::doubleValue)
                .sum();
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

    private List<Double> each(String array, String name) {
        return elements(array).stream()
                .map(one -> one.getAsJsonObject().get(name).getAsDouble())
                .toList();
    }

    private List<JsonElement> elements(String array) {
        return json.getAsJsonArray(array).asList();
    }

    /** What each had more than before. */
    static List<Double> since(List<Double> before, List<Double> after) {
        return IntStream.range(0, Math.min(before.size(), after.size()))
                .mapToObj(i -> Math.max(0, after.get(i) - before.get(i)))
                .toList();
    }
}
