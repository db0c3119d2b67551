package dev.heddle.lab.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * How much processor time all programs together have used since the machine was started, by {@code /proc/stat}: to see whether others
 * disturb a measurement. NaN where the system does not tell.
 *
 * @param busySeconds including what a hypervisor took
 * @param idleSeconds including waits for disks
 */
public record MachineLoad(double busySeconds, double idleSeconds) {
    private static final Path FIGURES = Path.of("/proc/stat");

    private static final MachineLoad UNKNOWN = new MachineLoad(Double.NaN, Double.NaN);

    /** The unit of Linux's figures, for programs, on every architecture that Java runs on. */
    private static final double TICKS_PER_SECOND = 100;

    private static final int IDLE = 4;
    private static final int IO_WAIT = 5;

    /** The last field that is counted: guest time, in those behind it, is a part of user time. */
    private static final int STEAL = 8;

    /** Of all processors together, until now. */
    public static MachineLoad now() {
        return now(FIGURES, "cpu ");
    }

    /** Of the first processor, until now. */
    public static MachineLoad ofFirstProcessor() {
        return now(FIGURES, "cpu0 ");
    }

    static MachineLoad now(Path file, String name) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(name))
                    .findFirst()
                    .map(MachineLoad::parse)
                    .orElse(UNKNOWN);
        } catch (IOException | UncheckedIOException e) {
            return UNKNOWN;
        }
    }

    /** Parses a line {@code cpu user nice system idle iowait irq softirq steal …}. */
    static MachineLoad parse(String line) {
        String[] fields = line.split(" +", -1);
        if (fields.length <= STEAL) {
            return UNKNOWN;
        }
        long busy = 0;
        long idle = 0;
        for (int i = 1; i <= STEAL; i++) {
            if (i == IDLE || i == IO_WAIT) {
                idle += Long.parseLong(fields[i]);
            } else {
                busy += Long.parseLong(fields[i]);
            }
        }
        return new MachineLoad(busy / TICKS_PER_SECOND, idle / TICKS_PER_SECOND);
    }

    /** The processor time that was used since. */
    public double busySecondsSince(MachineLoad before) {
        return busySeconds - before.busySeconds;
    }

    /** The part of the processors' time that was used since. */
    public double busyShareSince(MachineLoad before) {
        double busy = busySecondsSince(before);
        return busy / (busy + idleSeconds - before.idleSeconds);
    }
}
