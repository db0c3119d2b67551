package dev.heddle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;

/**
 * Looks through what was recorded while the other tests ran: a virtual thread that blocks while it is pinned occupies a carrier,
 * and Heddle does that nowhere but in calls of a channel or a selector that take microseconds.
 */
class PinnedThreadsIT {
    private static final String RECORDINGS = "heddle.testRecordings";

    @Test
    void noFrameOfHeddlePinsACarrier() throws Exception {
        Path folder = Path.of(Objects.requireNonNull(
                System.getProperty(RECORDINGS),
                "the system property " + RECORDINGS + " has to name the folder of the recordings"));
        List<Path> recordings = recordingsIn(folder);
        assertThat(recordings)
                .as("the recordings of the tests, one for each JVM")
                .isNotEmpty();

        List<RecordedEvent> pinned = new ArrayList<>();
        for (Path recording : recordings) {
            assertThat(recording).isNotEmptyFile();
            RecordingFile.readAllEvents(recording).stream()
                    .filter(event -> event.getEventType().getName().equals("jdk.VirtualThreadPinned"))
                    .filter(PinnedThreadsIT::isOurs)
                    .filter(event -> !isClassLoading(event) && !isClosingAChannel(event))
                    .forEach(pinned::add);
        }

        assertThat(pinned).isEmpty();
    }

    private static List<Path> recordingsIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().matches("tests-\\d+\\.jfr"))
                    .toList();
        }
    }

    /**
     * Whether it is about loading, linking or initialising a class, which happens once for each class: every thread that needs it
     * meanwhile waits.
     */
    private static boolean isClassLoading(RecordedEvent event) {
        // From 24 on a monitor does not pin, except those that the JVM itself holds for a class, and those of selectors
        // and
        // channels (Pinned), which are held for microseconds.
        return text(event, "pinnedReason").contains("initialization of")
                || text(event, "blockingOperation").equals("Contended monitor enter")
                || framesOf(event)
                        .anyMatch(frame -> frame.getMethod().getName().equals("<clinit>")
                                || frame.getMethod().getType().getName().startsWith("jdk.internal.loader."));
    }

    /** A field that only newer JDKs record; else empty. */
    private static String text(RecordedEvent event, String field) {
        return event.hasField(field) ? Objects.requireNonNullElse(event.getString(field), "") : "";
    }

    /** Whether it is about closing a channel, which waits for a read or a write that has just found nothing to do. */
    private static boolean isClosingAChannel(RecordedEvent event) {
        return framesOf(event).anyMatch(frame -> frame.getMethod().getName().equals("implCloseNonBlockingMode"));
    }

    private static boolean isOurs(RecordedEvent event) {
        return framesOf(event).anyMatch(PinnedThreadsIT::isOurs);
    }

    private static Stream<RecordedFrame> framesOf(RecordedEvent event) {
        RecordedStackTrace trace = event.getStackTrace();
        return trace == null ? Stream.empty() : trace.getFrames().stream();
    }

    /** Whether the frame is Heddle's own, not a test's. */
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
