package dev.heddle.tck.explore;

/** Two connections arrive while the server closes. */
public final class Explore_Acceptor_01_TwoAcceptsVsClose extends AcceptorScenario {

    @Override
    public String promise() {
        return "Each of two connections ends once, though the server closes while they arrive.";
    }

    @Override
    public void run() throws InterruptedException {
        together(actor("first", this::arrive), actor("second", this::arrive), actor("closing", this::close));
        checkThatEachEndedOnce();
    }
}
