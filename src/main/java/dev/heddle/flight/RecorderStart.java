package dev.heddle.flight;

import jdk.jfr.FlightRecorder;
import jdk.jfr.FlightRecorderListener;

/**
 * Registers the events when the JVM's flight recorder starts, on the thread that starts it. Not left to the first connection after that:
 * a class whose static initializer finds no memory would be lost, and with it every later connection.
 */
final class RecorderStart implements FlightRecorderListener {
    private RecorderStart() {}

    /** Registers them at once if the recorder runs already. */
    static void await() {
        FlightRecorder.addListener(new RecorderStart());
    }

    @Override
    public void recorderInitialized(FlightRecorder recorder) {
        AcceptFailureEvent.prepare();
        RejectionEvent.prepare();
        RecordedConnection.prepare();
        RecordedMessage.prepare();
    }
}
