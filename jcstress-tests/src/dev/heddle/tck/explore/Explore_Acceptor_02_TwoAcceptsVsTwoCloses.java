package dev.heddle.tck.explore;

/** Two connections arrive while two threads close the server. */
public final class Explore_Acceptor_02_TwoAcceptsVsTwoCloses extends AcceptorScenario {

    @Override
    public String promise() {
        return "Each of two connections ends once, though two threads close the server while they arrive.";
    }

    @Override
    public void run() throws InterruptedException {
        together(
                actor("first", this::arrive),
                actor("second", this::arrive),
                actor("first closer", this::close),
                actor("second closer", this::close));
        checkThatEachEndedOnce();
    }
}
