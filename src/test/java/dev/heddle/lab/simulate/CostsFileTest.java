package dev.heddle.lab.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heddle.lab.simulate.Agreement.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files that the simulation reads and writes. */
class CostsFileTest {
    private static final Costs COSTS = new Costs(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17);
    private static final CostsFile FILE = new CostsFile(
            "a \"machine\"",
            "25",
            COSTS,
            List.of(new Measurement(Design.Architecture.MULTI_ACCEPTOR, 2, 64, true, 1000.5, 7.25, 6, 0.01)));

    @Test
    void fileThatWasWrittenReadsTheSame(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("costs.json");
        Files.writeString(file, JsonText.of(FILE.toJson()));
        assertThat(CostsFile.read(file)).isEqualTo(FILE);
    }

    @Test
    void standardCostsAreOfANamedMachineAndWereMeasuredForEveryArchitecture() {
        CostsFile standard = CostsFile.standard();
        assertThat(standard.machine()).isNotBlank();
        assertThat(standard.measured()).extracting(Measurement::design).contains(Design.Architecture.values());
    }

    @Test
    void missingCostIsNamed(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("costs.json");
        Files.writeString(file, JsonText.of(FILE.toJson()).replace("\"wake\"", "\"woke\""));
        assertThatThrownBy(() -> CostsFile.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("costs.json")
                .hasMessageContaining("'wake' is missing");
    }

    @Test
    void fileOfAnotherKindIsRejected() {
        for (String other :
                List.of("", "[]", "{", "{\"schema\": \"other\"}", "{\"schema\": 1}", "{} {}", "{\"a\": 01}")) {
            assertThatThrownBy(() -> CostsFile.parse(other)).as(other).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void jsonOfEveryTypeIsRead() {
        JsonObject json = JsonObject.parse(
                " { \"s\" : \"a\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\", \"n\": -1.5e2, \"t\": true, \"o\": {\"x\": null}, \"a\": [{}, {\"b\": 0}] } ");
        assertThat(json.string("s")).isEqualTo("a\"\\/\b\f\n\r\té");
        assertThat(json.number("n")).isEqualTo(-150);
        assertThat(json.truth("t")).isTrue();
        assertThat(json.objects("a")).hasSize(2);
        assertThat(json.objects("a").get(1).whole("b")).isZero();
        assertThatThrownBy(() -> json.object("o").string("x")).hasMessageContaining("'x'");
        assertThatThrownBy(() -> JsonObject.parse("[".repeat(1000))).hasMessageContaining("not JSON");
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

    @Test
    void loadOfTheSystemIsReadFromItsStatistics() {
        SystemLoad before = SystemLoad.parse("cpu  100 0 50 800 50 0 0 0 7 7");
        SystemLoad after = SystemLoad.parse("cpu  130 0 60 850 60 0 0 0 9 9");
        assertThat(after.busySince(before)).isEqualTo(0.4);
    }
}
