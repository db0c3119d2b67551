package dev.heddle.tck.explore;

import dev.heddle.explore.Scenario;
import dev.heddle.tck.HandoffUnderTest;
import dev.heddle.tck.HandoffUnderTest.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Which scenarios concern what is under test. */
public final class TckScenarios {
    private TckScenarios() {}

    /** The names of the classes of those that concern what a hand-off promises. */
    public static List<String> of(HandoffUnderTest handoff) {
        Set<Promise> promises = handoff.promises();
        boolean blocking = promises.contains(Promise.BLOCKING);
        boolean bounded = promises.contains(Promise.BOUNDED);
        boolean closeable = promises.contains(Promise.CLOSEABLE);
        boolean manyTakers = !handoff.hasOneTaker();
        List<String> names = new ArrayList<>();
        add(names, manyTakers, Explore_Handoff_01_TwoOffersTwoPolls.class);
        add(names, true, Explore_Handoff_02_ThreeProducers.class);
        add(names, promises.contains(Promise.FIFO_PER_PRODUCER), Explore_Handoff_03_OrderOfTwoProducers.class);
        add(names, blocking && manyTakers, Explore_Handoff_04_TwoWaitingTakers.class);
        add(names, blocking && manyTakers, Explore_Handoff_05_OneProducerTwoWaitingTakers.class);
        add(names, blocking && bounded, Explore_Handoff_06_TwoWaitForAPlace.class);
        add(names, closeable, Explore_Handoff_07_TwoProducersATakerAndACloser.class);
        add(names, closeable && blocking && manyTakers, Explore_Handoff_08_CloseVsTwoWaitingTakers.class);
        add(names, closeable && blocking && bounded, Explore_Handoff_09_CloseVsTwoWaitingProducers.class);
        add(names, closeable && blocking && manyTakers, Explore_Handoff_10_CloseEndsBothWaits.class);
        return names;
    }

    /** The names of the classes of those for an acceptor. */
    public static List<String> ofAcceptors() {
        return List.of(
                Explore_Acceptor_01_TwoAcceptsVsClose.class.getName(),
                Explore_Acceptor_02_TwoAcceptsVsTwoCloses.class.getName(),
                Explore_Acceptor_03_ThreeForTwoPlaces.class.getName());
    }

    private static void add(List<String> names, boolean concerned, Class<? extends Scenario> scenario) {
        if (concerned) {
            names.add(scenario.getName());
        }
    }
}
