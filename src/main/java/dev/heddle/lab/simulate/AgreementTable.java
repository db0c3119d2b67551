package dev.heddle.lab.simulate;

import java.util.List;
import java.util.Locale;

/** Measured and simulated rates side by side, as text. */
final class AgreementTable {
    private AgreementTable() {}

    static String of(List<Agreement> agreements) {
        StringBuilder text = new StringBuilder("agreement with what was measured on that machine:\n");
        text.append(line("", "cores", "", "measured/s", "simulated", "deviation", ""));
        for (Agreement each : agreements) {
            Measurement measured = each.measured();
            text.append(line(
                    measured.architecture().label(),
                    measured.cores(),
                    measured.newConnections() ? "new connections" : "keep-alive",
                    Math.round(measured.ratePerSecond()),
                    Math.round(each.simulated().rate()),
                    String.format(Locale.ROOT, "%+.0f %%", 100 * each.deviation()),
                    remark(each)));
        }
        return text.append(count(agreements, Verdict.AGREES))
                .append(String.format(Locale.ROOT, " are within %.0f %%, ", 100 * Agreement.TOLERANCE))
                .append(count(agreements, Verdict.DIFFERS))
                .append(" differ; ")
                .append(count(agreements, Verdict.DISTURBED))
                .append(" were disturbed and do not count\n")
                .toString();
    }

    private static long count(List<Agreement> agreements, Verdict verdict) {
        return agreements.stream().filter(each -> each.verdict() == verdict).count();
    }

    private static String remark(Agreement agreement) {
        return switch (agreement.verdict()) {
            case AGREES -> "";
            case DIFFERS -> "differs";
            case DISTURBED ->
                String.format(
                        Locale.ROOT,
                        "disturbed: other programs used %.0f %% of the cores",
                        100 * agreement.measured().othersShareOfCores());
        };
    }

    private static String line(Object... cells) {
        return String.format(Locale.ROOT, "%-17s %5s %-16s %10s %10s %10s  %s%n", cells);
    }
}
