package dev.heddle.lab.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * How much processor time the whole machine has used, to see whether others disturb a measurement.
 *
 * @param busySeconds since it was started, all processors together, including what a hypervisor took; NaN if the system does not tell
 */
record MachineLoad(double busySeconds) {
    /** The unit of Linux's figures, for programs, on every architecture that Java runs on. */
    private static final double TICKS_PER_SECOND = 100;

    /** Until now. */
    static MachineLoad now() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/stat"))) {
            return new MachineLoad(busy(lines.findFirst().orElse("")));
        } catch (IOException e) {
            return new MachineLoad(Double.NaN);
        }
    }

    /** Of the line {@code cpu user nice system idle iowait irq softirq steal …} all but what is idle. */
    static double busy(String line) {
        String[] fields = line.split(" +", -1);
        if (fields.length < 9 || !fields[0].equals("cpu")) {
            return Double.NaN;
        }
        long ticks = 0;
        for (int i = 1; i <= 8; i++) {
            ticks += i == 4 || i == 5 ? 0 : Long.parseLong(fields[i]);
        }
        return ticks / TICKS_PER_SECOND;
    }
}
