package dev.heddle.lab.simulate;

import dev.heddle.lab.Json;
import java.util.List;

/**
 * What {@code heddle simulate --json} writes and {@code heddle compare --simulation} reads: a JSON file whose members are these
 * components, described in docs/simulate.md.
 *
 * @param schema which kind of file it is
 * @param seed that gives the same figures again
 * @param costs of the machine
 * @param agreement of the simulated rates with those that were measured there
 * @param experiments on machines of several sizes
 */
public record SimulationFile(
        String schema, long seed, CostsFile costs, List<AgreementFigures> agreement, List<SweepFigures> experiments) {
    private static final String SCHEMA = "heddle-simulation-1";

    /** @throws IllegalArgumentException if the schema is another one */
    public SimulationFile {
        if (!schema.equals(SCHEMA)) {
            throw new IllegalArgumentException("'schema' is '" + schema + "' and not " + SCHEMA);
        }
        agreement = List.copyOf(agreement);
        experiments = List.copyOf(experiments);
    }

    static SimulationFile of(long seed, CostsFile costs, List<Agreement> agreements, List<Sweep> sweeps) {
        return new SimulationFile(
                SCHEMA,
                seed,
                costs,
                agreements.stream().map(AgreementFigures::of).toList(),
                sweeps.stream().map(SweepFigures::of).toList());
    }

    /**
     * Reads a file's text.
     *
     * @throws IllegalArgumentException if it is of another kind, or something is missing; the message says what
     */
    public static SimulationFile parse(String text) {
        return Json.read(text, SimulationFile.class);
    }
}
