package dev.heddle.tck.explore;

/** Three connections arrive where two are admitted at a time, and the server closes afterwards. */
public final class Explore_Acceptor_03_ThreeForTwoPlaces extends AcceptorScenario {

    @Override
    public String promise() {
        return "Each of three connections ends once, of which two are admitted at a time.";
    }

    @Override
    public void run() throws InterruptedException {
        together(actor("first", this::arrive), actor("second", this::arrive), actor("third", this::arrive));
        close();
        checkThatEachEndedOnce();
    }
}
