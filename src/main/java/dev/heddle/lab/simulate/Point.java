package dev.heddle.lab.simulate;

import java.util.LinkedHashMap;
import java.util.Map;

/** What a design has given in an experiment on a number of cores. */
record Point(Design design, int cores, Outcome outcome) {
    Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("design", design.name());
        json.put("architecture", design.architecture().label());
        json.put("cores", cores);
        json.putAll(outcome.toJson(cores));
        return json;
    }
}
