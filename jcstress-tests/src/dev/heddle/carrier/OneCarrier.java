package dev.heddle.carrier;

import java.io.IOException;
import java.io.UncheckedIOException;

/** A group of one carrier for all samples of a JVM: what it has to do between two of them is to sleep. */
final class OneCarrier {
    /** Running until the JVM ends. */
    static final CarrierGroup GROUP = open();

    private OneCarrier() {}

    private static CarrierGroup open() {
        try {
            CarrierGroup group = CarrierGroup.open(1, Throwable::printStackTrace);
            group.start();
            return group;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
