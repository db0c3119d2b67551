package dev.heddle.lab.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class MachineLoadTest {
    @Test
    void machineIsBusyWithEverythingButIdling() {
        MachineLoad load = MachineLoad.parse("cpu  100 20 30 5000 400 5 6 7 0 0");
        assertThat(load.busySeconds()).isCloseTo(1.68, within(1e-9));
        assertThat(load.idleSeconds()).isCloseTo(54, within(1e-9));
    }

    @Test
    void loadOfAnIntervalIsTheDifferenceOfTwo() {
        MachineLoad before = MachineLoad.parse("cpu  100 0 50 800 50 0 0 0 7 7");
        MachineLoad after = MachineLoad.parse("cpu  130 0 60 850 60 0 0 0 9 9");
        assertThat(after.busySecondsSince(before)).isCloseTo(0.4, within(1e-9));
        assertThat(after.busyShareSince(before)).isCloseTo(0.4, within(1e-9));
    }

    @Test
    void loadIsUnknownWhereTheSystemDoesNotTell() {
        MachineLoad unknown = MachineLoad.parse("intr 1 2 3");
        assertThat(unknown.busySecondsSince(unknown)).isNaN();
        assertThat(unknown.busyShareSince(unknown)).isNaN();
    }

    /** A folder can be opened, and fails when it is read. */
    @Test
    void figuresThatCannotBeReadAreUnknownAndNoFailure() {
        assertThat(MachineLoad.now(Path.of("/"), "cpu ").busySeconds()).isNaN();
    }
}
