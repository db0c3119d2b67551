package dev.heddle.lab.simulate;

import dev.heddle.lab.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A machine's costs, and what was measured there to judge the simulation by: a JSON file whose members are these components, described
 * in docs/simulate.md.
 *
 * @param schema which kind of file it is
 * @param machine which one, for a reader
 * @param java its version
 * @param nanos the costs
 * @param measured rates on that machine
 */
public record CostsFile(String schema, String machine, String java, Costs nanos, List<Measurement> measured) {
    private static final String SCHEMA = "heddle-costs-1";
    private static final String DEFAULT = "costs.json";

    /** @throws IllegalArgumentException if the schema is another one */
    public CostsFile {
        if (!schema.equals(SCHEMA)) {
            throw new IllegalArgumentException("'schema' is '" + schema + "' and not " + SCHEMA);
        }
        measured = List.copyOf(measured);
    }

    static CostsFile of(String machine, String java, Costs nanos, List<Measurement> measured) {
        return new CostsFile(SCHEMA, machine, java, nanos, measured);
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
        return Json.read(text, CostsFile.class);
    }
}
