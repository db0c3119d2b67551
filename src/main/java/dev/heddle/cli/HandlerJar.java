package dev.heddle.cli;

import dev.heddle.http.Handler;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** Loads someone's handler from a jar. The classes of Heddle that it was compiled with are those of this program. */
final class HandlerJar {
    private HandlerJar() {}

    /**
     * Creates the handler with its constructor without parameters.
     *
     * @param className its class; if null, the jar provides it as a service: {@code META-INF/services/dev.heddle.http.Handler}
     * @throws CommandFailure if there is none, or it cannot be created
     */
    static Handler load(Path jar, @Nullable String className) throws CommandFailure {
        if (!Files.isReadable(jar)) {
            throw new CommandFailure("cannot read '" + jar + "'", "app");
        }
        ClassLoader loader = loader(jar);
        try {
            return className == null ? provided(jar, loader) : named(className, loader);
        } catch (ReflectiveOperationException | ServiceConfigurationError | LinkageError e) {
            Throwable why = e.getCause() == null ? e : e.getCause(); // What its constructor throws is the cause.
            throw new CommandFailure("cannot create the handler of '" + jar + "': " + why, "app", "handler");
        }
    }

    /** Never closed: the handler loads classes as long as it runs. */
    private static ClassLoader loader(Path jar) throws CommandFailure {
        try {
            return new URLClassLoader(new URL[] {jar.toUri().toURL()}, HandlerJar.class.getClassLoader());
        } catch (MalformedURLException e) {
            throw new CommandFailure("cannot read '" + jar + "': " + e.getMessage(), "app");
        }
    }

    private static Handler named(String className, ClassLoader loader)
            throws ReflectiveOperationException, CommandFailure {
        Object created =
                Class.forName(className, true, loader).getDeclaredConstructor().newInstance();
        if (created instanceof Handler handler) {
            return handler;
        }
        throw new CommandFailure(className + " is no " + Handler.class.getName(), "handler");
    }

    private static Handler provided(Path jar, ClassLoader loader) throws CommandFailure {
        Iterator<Handler> providers = ServiceLoader.load(Handler.class, loader).iterator();
        if (!providers.hasNext()) {
            throw new CommandFailure(
                    "'" + jar + "' provides no " + Handler.class.getName() + "; name one with --handler", "app");
        }
        return providers.next();
    }
}
