package dev.heddle.lab.simulate;

import java.util.List;
import java.util.Locale;

/** Measured and simulated rates side by side, as text. */
final class AgreementTable {
    /** From here on a measured rate is remarked on. */
    private static final double OTHERS = 0.05;

    private AgreementTable() {}

    static String of(List<Agreement> agreements) {
        StringBuilder text = new StringBuilder("agreement with what was measured on that machine:\n");
        text.append(line("", "cores", "", "measured/s", "simulated", "deviation", ""));
        for (Agreement each : agreements) {
            Measurement measured = each.measured();
            text.append(line(
                    measured.design().label(),
                    measured.cores(),
                    measured.newConnections() ? "new connections" : "keep-alive",
                    Math.round(measured.rate()),
                    Math.round(each.simulated().rate()),
                    String.format(Locale.ROOT, "%+.0f %%", 100 * each.deviation()),
                    (each.agrees() ? "" : "differs") + others(measured)));
        }
        long agree = agreements.stream().filter(Agreement::agrees).count();
        return text.append(agree)
                .append(" of ")
                .append(agreements.size())
                .append(String.format(Locale.ROOT, " are within %.0f %%%n", 100 * Agreement.TOLERANCE))
                .toString();
    }

    private static String others(Measurement measured) {
        return measured.others() < OTHERS
                ? ""
                : String.format(Locale.ROOT, " (others used %.0f %% of the cores)", 100 * measured.others());
    }

    private static String line(Object... cells) {
        return String.format(Locale.ROOT, "%-17s %5s %-16s %10s %10s %10s  %s%n", cells);
    }
}
