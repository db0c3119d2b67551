package dev.heddle.lab.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heddle.lab.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files that the simulation reads and writes. */
class CostsFileTest {
    private static final Costs COSTS = new Costs(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19);
    private static final CostsFile FILE = CostsFile.of(
            "a \"machine\"",
            "25",
            COSTS,
            List.of(new Measurement(Design.Architecture.MULTI_ACCEPTOR, 2, 64, true, 1000.5, 7.25, 6, 0.01)));

    @Test
    void fileThatWasWrittenReadsTheSame(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("costs.json");
        Files.writeString(file, Json.writeLines(FILE));
        assertThat(CostsFile.read(file)).isEqualTo(FILE);
    }

    @Test
    void standardCostsAreOfANamedMachineAndWereMeasuredForEveryArchitecture() {
        CostsFile standard = CostsFile.standard();
        assertThat(standard.machine()).isNotBlank();
        assertThat(standard.measured()).extracting(Measurement::architecture).contains(Design.Architecture.values());
    }

    @Test
    void missingCostIsNamed(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("costs.json");
        Files.writeString(file, Json.writeLines(FILE).replace("\"wake\"", "\"woke\""));
        assertThatThrownBy(() -> CostsFile.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("costs.json")
                .hasMessageContaining("'wake' is missing");
    }

    @Test
    void fileOfAnotherKindIsRejected() {
        for (String other : List.of("", "[]", "{", "{}", "{\"schema\": \"other\"}", Json.write(FILE) + "{}")) {
            assertThatThrownBy(() -> CostsFile.parse(other)).as(other).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void wrongValueIsNamed() {
        String good = Json.write(FILE);
        assertThatThrownBy(() -> CostsFile.parse(good.replace("multi-acceptor", "mega-acceptor")))
                .hasMessageContaining("'architecture' is none of the five");
        assertThatThrownBy(() -> CostsFile.parse(good.replace("\"accept\":1", "\"accept\":-1")))
                .hasMessageContaining("-1 ns");
        assertThatThrownBy(() -> CostsFile.parse(good.replace("heddle-costs-1", "heddle-costs-2")))
                .hasMessageContaining("'heddle-costs-2'");
    }

    @Test
    void simulatedRateAgreesWithinAFifthOrDiffersUnlessTheMeasuredOneWasDisturbed() {
        Measurement measured = FILE.measured().getFirst();
        double simulated = measured.simulated(COSTS, 1).rate();
        for (double ratio : new double[] {0.7, 0.9, 1.1, 1.3}) {
            boolean near = Math.abs(ratio - 1) < 0.2;
            Agreement quiet = Agreement.of(measuredAt(simulated / ratio, 0.02), COSTS, 1);
            assertThat(quiet.verdict()).as("%s", ratio).isEqualTo(near ? Verdict.AGREES : Verdict.DIFFERS);
            assertThat(AgreementTable.of(List.of(quiet)))
                    .contains(near ? "1 are within 20 %, 0 differ" : "0 are within 20 %, 1 differ", "multi-acceptor");
            Agreement disturbed = Agreement.of(measuredAt(simulated / ratio, 0.3), COSTS, 1);
            assertThat(disturbed.verdict()).isEqualTo(Verdict.DISTURBED);
            assertThat(AgreementTable.of(List.of(disturbed))).contains("30 % of the cores", "1 were disturbed");
        }
    }

    private static Measurement measuredAt(double rate, double others) {
        return new Measurement(Design.Architecture.MULTI_ACCEPTOR, 2, 64, true, rate, 7, 6, others);
    }
}
