package dev.heddle.lab.simulate;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A machine's costs, and what was measured there to judge the simulation by: a JSON file, described in docs/simulate.md.
 *
 * @param machine which one, for a reader
 * @param java its version
 * @param costs in ns
 * @param measured rates on that machine
 */
record CostsFile(String machine, String java, Costs costs, List<Measurement> measured) {
    private static final String SCHEMA = "heddle-costs-1";
    private static final String DEFAULT = "costs.json";

    CostsFile {
        measured = List.copyOf(measured);
    }

    /** The costs that are used where none were measured, of the machine that they name. */
    static CostsFile standard() {
        try (InputStream in = CostsFile.class.getResourceAsStream(DEFAULT)) {
            if (in == null) {
                throw new IllegalStateException(DEFAULT + " is missing in this jar");
            }
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException("cannot read " + DEFAULT + " of this jar", e);
        }
    }

    /** @throws IOException if the file cannot be read, or is no costs file */
    static CostsFile read(Path file) throws IOException {
        try {
            return parse(Files.readString(file));
        } catch (IllegalArgumentException e) {
            throw new IOException(file + " is not a file of costs: " + e.getMessage(), e);
        }
    }

    static CostsFile parse(String text) {
        JsonObject json = JsonObject.parse(text);
        if (!json.string("schema").equals(SCHEMA)) {
            throw new IllegalArgumentException("'schema' is not " + SCHEMA);
        }
        return new CostsFile(
                json.string("machine"),
                json.string("java"),
                Costs.of(json.object("nanos")),
                json.objects("measured").stream().map(Measurement::of).toList());
    }

    Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("schema", SCHEMA);
        json.put("machine", machine);
        json.put("java", java);
        json.put("nanos", costs.toJson());
        json.put("measured", measured.stream().map(Measurement::toJson).toList());
        return json;
    }
}
