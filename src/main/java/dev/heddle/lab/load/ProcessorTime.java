package dev.heddle.lab.load;

import java.time.Duration;

/** The processor time that a process has used, user and kernel together, in steps of 10 ms on Linux. */
public final class ProcessorTime {
    private ProcessorTime() {}

    /** That of this process. */
    public static Duration ofThisProcess() {
        return of(ProcessHandle.current());
    }

    /** That of a process; zero if the system does not tell. */
    public static Duration of(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }
}
