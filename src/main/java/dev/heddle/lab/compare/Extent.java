package dev.heddle.lab.compare;

import java.util.ArrayList;
import java.util.List;

/**
 * How much is compared.
 *
 * @param processors of this machine
 * @param quick whether servers are left out that no sentence needs
 */
record Extent(int processors, boolean quick) {
    /** Those that a first look needs, or all. */
    List<Variant> some(List<Variant> needed, List<Variant> others) {
        List<Variant> chosen = new ArrayList<>(needed);
        if (!quick) {
            chosen.addAll(others);
        }
        return chosen;
    }
}
