package dev.heddle.lab.simulate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * How much all programs together have used some processors, by {@code /proc/stat}.
 *
 * @param busy in ticks; negative where the system does not tell
 * @param idle in ticks
 */
record SystemLoad(long busy, long idle) {
    private static final Path STAT = Path.of("/proc/stat");
    private static final int IDLE = 3;
    private static final int IO_WAIT = 4;

    /** The fields that are counted: guest time is part of user time. */
    private static final int FIELDS = 8;

    /** @param cores 1 for the first processor, any other number for all */
    static SystemLoad now(int cores) throws IOException {
        if (!Files.isReadable(STAT)) {
            return new SystemLoad(-1, -1);
        }
        String name = cores == 1 ? "cpu0 " : "cpu ";
        return Files.readAllLines(STAT).stream()
                .filter(line -> line.startsWith(name))
                .findFirst()
                .map(SystemLoad::parse)
                .orElse(new SystemLoad(-1, -1));
    }

    static SystemLoad parse(String line) {
        long[] ticks = Arrays.stream(line.strip().split(" +", -1))
                .skip(1)
                .limit(FIELDS)
                .mapToLong(Long::parseLong)
                .toArray();
        long idle = ticks[IDLE] + ticks[IO_WAIT];
        return new SystemLoad(Arrays.stream(ticks).sum() - idle, idle);
    }

    /** The part of the processors' time that was used since; negative if unknown. */
    double busySince(SystemLoad before) {
        long all = busy - before.busy + idle - before.idle;
        return busy < 0 || all <= 0 ? -1 : (double) (busy - before.busy) / all;
    }
}
