package dev.heddle.cli;

import java.lang.reflect.InvocationTargetException;

/**
 * The main class of the runnable jar: starts the command line on Java 21 or newer, and on an older Java prints one line that says what
 * is needed. Compiled for Java 8, as an older JVM cannot load the other classes.
 *
 * <p>On the JVM's main thread. The exit status on an older Java is 1, the command line's own for a failure at run time, and that of a
 * JVM that cannot load a class. (sysexits would have 69, EX_UNAVAILABLE; the command line uses none of its codes.)
 */
public final class Start {
    private static final int OLDEST_JAVA = 21;
    private static final int FAILED = 1;

    /** Of methods and constructors; known to the JDK from 18 on (JEP 416). */
    private static final String NATIVE_CALLS = "jdk.reflect.useNativeAccessorOnly";

    /** Which members are reached by method handles; known to JDK 18 to 21. With {@code methods}, fields are read as before 18, without code. */
    private static final String METHOD_HANDLES = "jdk.reflect.useDirectMethodHandle";

    private Start() {}

    /** Runs the command line, or ends the process with exit status 1 if this Java is too old for it. */
    public static void main(String[] arguments) throws Throwable {
        String version = System.getProperty("java.version");
        if (featureOf(version) < OLDEST_JAVA) {
            System.err.println(complaint(version, System.getProperty("java.home")));
            System.exit(FAILED);
        }
        if (!mayRunOthersCode(arguments)) {
            makeNoCodeForReflection();
        }
        try {
            // By name: javac for Java 8 could not read the class.
            Class.forName("dev.heddle.cli.Main")
                    .getMethod("main", String[].class)
                    .invoke(null, (Object) arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    /**
     * Whether the command line may run a program's own handler, which may call by reflection often; and a method that is called
     * natively has a native frame below it, above which a virtual thread that waits keeps its carrier.
     */
    private static boolean mayRunOthersCode(String[] arguments) {
        for (String argument : arguments) {
            if (argument.startsWith("--app") || argument.startsWith("--config") || argument.startsWith("@")) {
                return true;
            }
        }
        return System.getenv("HEDDLE_APP") != null || System.getenv("HEDDLE_CONFIG") != null;
    }

    /**
     * Has the JVM call by reflection without making code for each method and field first. That code makes the thousandth call faster, and the
     * command line makes few calls of each. Before any reflection, as the JVM looks once. Without effect
     * where the user has chosen.
     */
    private static void makeNoCodeForReflection() {
        if (System.getProperty(NATIVE_CALLS) == null && System.getProperty(METHOD_HANDLES) == null) {
            System.setProperty(NATIVE_CALLS, "true");
            System.setProperty(METHOD_HANDLES, "methods");
        }
    }

    /** The line for a user whose Java is too old. */
    static String complaint(String version, String home) {
        return "heddle: needs Java " + OLDEST_JAVA + " or newer, but this is Java " + version + " (" + home
                + "); get one from https://adoptium.net or your package manager";
    }

    /**
     * The feature release of a {@code java.version}: 8 of {@code 1.8.0_412}, 25 of {@code 25-ea}. Not by {@code Runtime.version()},
     * which Java 8 lacks.
     *
     * @return {@link Integer#MAX_VALUE} for a version of an unknown form, which is not taken for an old one
     */
    static int featureOf(String version) {
        String rest = version.startsWith("1.") ? version.substring(2) : version;
        int end = 0;
        while (end < rest.length() && Character.isDigit(rest.charAt(end))) {
            end++;
        }
        try {
            return Integer.parseInt(rest.substring(0, end));
        } catch (NumberFormatException e) {
            return Integer.MAX_VALUE;
        }
    }
}
