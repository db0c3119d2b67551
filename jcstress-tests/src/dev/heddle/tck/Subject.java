package dev.heddle.tck;

import dev.heddle.tck.HandoffUnderTest.Promise;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ServiceLoader;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes what is under test: the class named by the system property {@code heddle.tck.handoff} or {@code heddle.tck.acceptor}, or
 * else the one that {@link ServiceLoader} finds. Found once for each JVM, and called without a detour: a slow way to make it would
 * keep the actors from meeting.
 */
public final class Subject {
    /** How much a bounded hand-off holds in the tests: little, so that being full is but a step away. */
    public static final int CAPACITY = 2;

    private static final String HANDOFF = "heddle.tck.handoff";
    private static final String ACCEPTOR = "heddle.tck.acceptor";

    private Subject() {}

    /** A new hand-off. */
    public static HandoffUnderTest handoff() {
        try {
            return (HandoffUnderTest) Handoff.MAKER.invokeExact();
        } catch (Throwable e) {
            throw new IllegalStateException("the hand-off under test cannot be made", e);
        }
    }

    /** A new acceptor. */
    public static AcceptorUnderTest acceptor() {
        try {
            return (AcceptorUnderTest) Acceptor.MAKER.invokeExact();
        } catch (Throwable e) {
            throw new IllegalStateException("the acceptor under test cannot be made", e);
        }
    }

    /** A hand-off of that class, to ask it what it promises. */
    public static HandoffUnderTest handoff(String type) {
        try {
            return (HandoffUnderTest)
                    maker(HandoffUnderTest.class, Class.forName(type)).invokeExact();
        } catch (Throwable e) {
            throw new IllegalStateException(type + " cannot be made", e);
        }
    }

    /** The name of the hand-off that was chosen, null if none was. */
    public static @Nullable String chosenHandoff() {
        return chosen(HandoffUnderTest.class, HANDOFF);
    }

    /** The name of the acceptor that was chosen, null if none was. */
    public static @Nullable String chosenAcceptor() {
        return chosen(AcceptorUnderTest.class, ACCEPTOR);
    }

    /** Whether a test in that package is about something that the hand-off promises, and does what one may do to it. */
    public static boolean concerns(String test, HandoffUnderTest handoff) {
        Set<Promise> promises = handoff.promises();
        String level = test.substring("dev.heddle.tck.".length()).replaceAll("\\..*", "");
        return switch (level) {
            case "plain" -> !(test.contains("TwoPolls") && handoff.hasOneTaker());
            case "fifo" -> promises.contains(Promise.FIFO_PER_PRODUCER);
            case "bounded" -> promises.contains(Promise.BOUNDED);
            case "blocking" ->
                promises.contains(Promise.BLOCKING) && (promises.contains(Promise.BOUNDED) || !test.contains("Put"));
            case "closeable" ->
                promises.contains(Promise.CLOSEABLE) && (promises.contains(Promise.BLOCKING) || !test.contains("Take"));
            default -> false;
        };
    }

    private static final class Handoff {
        static final MethodHandle MAKER = chosenMaker(HandoffUnderTest.class, HANDOFF);
    }

    private static final class Acceptor {
        static final MethodHandle MAKER = chosenMaker(AcceptorUnderTest.class, ACCEPTOR);
    }

    private static <T> MethodHandle chosenMaker(Class<T> kind, String property) {
        String type = chosen(kind, property);
        if (type == null) {
            throw new IllegalStateException(
                    "nothing to test: name a class with -D" + property + "=…, or provide a service " + kind.getName());
        }
        try {
            return maker(kind, Class.forName(type));
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(type + " is not on the class path", e);
        }
    }

    private static <T> MethodHandle maker(Class<T> kind, Class<?> type) {
        try {
            MethodHandles.Lookup lookup = MethodHandles.publicLookup();
            MethodHandle maker;
            try {
                maker = MethodHandles.insertArguments(
                        lookup.findConstructor(type, MethodType.methodType(void.class, int.class)), 0, CAPACITY);
            } catch (NoSuchMethodException none) {
                maker = lookup.findConstructor(type, MethodType.methodType(void.class));
            }
            return maker.asType(MethodType.methodType(kind));
        } catch (ReflectiveOperationException | ClassCastException e) {
            throw new IllegalStateException(
                    type + " must be a public " + kind.getSimpleName()
                            + " with a public constructor that takes an int or nothing",
                    e);
        }
    }

    private static <T> @Nullable String chosen(Class<T> kind, String property) {
        String named = System.getProperty(property);
        return named != null
                ? named
                : ServiceLoader.load(kind).stream()
                        .findFirst()
                        .map(provider -> provider.type().getName())
                        .orElse(null);
    }
}
