package dev.heddle;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;

/**
 * Looks through what was recorded while the other tests ran: a virtual thread that blocks while it is pinned keeps a carrier
 * from everyone else, and Heddle never does that to its users.
 */
class PinnedThreadsIT {
    private static final String RECORDING = "heddle.testRecording";

    @Test
    void noFrameOfHeddlePinsACarrier() throws Exception {
        Path recording = Path.of(Objects.requireNonNull(
                System.getProperty(RECORDING), "the system property " + RECORDING + " has to name the recording"));
        assertThat(recording).as("what was recorded while the tests ran").isNotEmptyFile();

        List<RecordedEvent> pinned = RecordingFile.readAllEvents(recording).stream()
                .filter(event -> event.getEventType().getName().equals("jdk.VirtualThreadPinned"))
                .filter(PinnedThreadsIT::isOurs)
                .filter(event -> !isClassLoading(event))
                .toList();

        assertThat(pinned).isEmpty();
    }

    /**
     * Whether it is about loading, linking or initialising a class, which happens once for a class: whoever needs it meanwhile
     * waits for it, on whatever thread.
     */
    private static boolean isClassLoading(RecordedEvent event) {
        // From 24 on a monitor pins nobody, but for those that the JVM itself takes for a class.
        return said(event, "pinnedReason").contains("initialization of")
                || said(event, "blockingOperation").equals("Contended monitor enter")
                || framesOf(event)
                        .anyMatch(frame -> frame.getMethod().getName().equals("<clinit>")
                                || frame.getMethod().getType().getName().startsWith("jdk.internal.loader."));
    }

    /** What only newer JDKs record; else nothing. */
    private static String said(RecordedEvent event, String field) {
        return event.hasField(field) ? Objects.requireNonNullElse(event.getString(field), "") : "";
    }

    private static boolean isOurs(RecordedEvent event) {
        return framesOf(event).anyMatch(PinnedThreadsIT::isOurs);
    }

    private static Stream<RecordedFrame> framesOf(RecordedEvent event) {
        RecordedStackTrace trace = event.getStackTrace();
        return trace == null ? Stream.empty() : trace.getFrames().stream();
    }

    /** Whether the frame is Heddle's own, and not a test's. */
    private static boolean isOurs(RecordedFrame frame) {
        String name = frame.getMethod().getType().getName();
        return name.startsWith("dev.heddle.") && !isTest(name);
    }

    private static boolean isTest(String className) {
        String outermost = className.replaceFirst("\\$.*", "").replace('.', '/') + ".class";
        return Files.exists(testClasses().resolve(outermost));
    }

    /** Where this class came from, and all other tests with it. */
    private static Path testClasses() {
        try {
            return Path.of(PinnedThreadsIT.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
