package dev.heddle.live;

import dev.heddle.concurrent.Quota;
import dev.heddle.http.BodyOutput;
import dev.heddle.http.Handler;
import dev.heddle.http.Request;
import dev.heddle.http.Response;
import dev.heddle.http.Status;
import dev.heddle.live.Choices.Choice;
import dev.heddle.live.Frames.Frame;
import dev.heddle.options.Architecture;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Serves the live page: its files, the stream of frames, and the two changes that a visitor can make. For any thread. */
final class LiveHandler implements Handler {
    static final int MAX_VIEWERS = 16;

    /** Then the browser asks again: a viewer that reads nothing is not kept for longer. */
    private static final long LONGEST_STREAM_NANOS = TimeUnit.MINUTES.toNanos(10);

    /** A comment is sent when there was no frame for that long: it finds viewers that have left. */
    private static final long QUIET_MILLIS = 5000;

    private static final int LONGEST_BODY = 100;

    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
            + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final int port;
    private final PageFiles files = new PageFiles();
    private final Quota viewers = new Quota(MAX_VIEWERS);
    private final ReplaceableServer server;
    private final Choices choices;
    private final Load load;
    private final Frames frames;

    /** What does not change while the page is open. */
    record Catalog(List<Choice> choices, List<LoadChoice> loads) {}

    /** A load that can be applied. */
    record LoadChoice(String id, String title, String explanation) {}

    LiveHandler(int port, ReplaceableServer server, Choices choices, Load load, Frames frames) {
        this.port = port;
        this.server = server;
        this.choices = choices;
        this.load = load;
        this.frames = frames;
    }

    @Override
    public Response handle(Request request) throws IOException {
        Optional<String> objection = OwnPageOnly.objection(request, port);
        Response response = objection.isPresent() ? text(Status.FORBIDDEN, objection.get()) : serve(request);
        return response.header("Content-Security-Policy", POLICY)
                .header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "no-referrer")
                .header("Cross-Origin-Resource-Policy", "same-origin")
                .header("Cache-Control", "no-store");
    }

    private Response serve(Request request) throws IOException {
        boolean changes = List.of("/architecture", "/load").contains(request.path());
        boolean fits = changes
                ? request.method().equals("POST")
                : List.of("GET", "HEAD").contains(request.method());
        if (!fits) {
            String allowed = changes ? "POST" : "GET, HEAD";
            return text(Status.METHOD_NOT_ALLOWED, "use " + allowed).header("Allow", allowed);
        }
        return switch (request.path()) {
            case "/catalog" -> catalog();
            case "/events" -> events(request);
            case "/architecture" -> switchTo(request.readText(LONGEST_BODY));
            case "/load" -> apply(request.readText(LONGEST_BODY));
            default -> files.find(request.path()).orElseGet(() -> text(Status.NOT_FOUND, "not found"));
        };
    }

    private static Response text(Status status, String message) {
        return Response.text(message + "\n").status(status);
    }

    private Response catalog() {
        List<LoadChoice> loads = Stream.of(LoadKind.values())
                .map(kind -> new LoadChoice(kind.name(), kind.title(), kind.explanation()))
                .toList();
        return Response.bytes(
                "application/json", Json.of(new Catalog(choices.all(), loads)).getBytes(StandardCharsets.UTF_8));
    }

    // ---- the stream

    private Response events(Request request) {
        if (request.method().equals("HEAD")) {
            return Response.stream("text/event-stream", out -> {});
        }
        if (!viewers.tryAcquire(1)) {
            return text(Status.SERVICE_UNAVAILABLE, MAX_VIEWERS + " viewers are watching already");
        }
        return Response.stream("text/event-stream", out -> send(request, out)).closing(() -> viewers.release(1));
    }

    /** A frame comes every second, so the writer sees soon that its viewer has left. */
    private void send(Request request, BodyOutput out) throws IOException, InterruptedException {
        long began = System.nanoTime();
        Frame frame = frames.latest();
        write(out, frame);
        while (!frame.isLast() && !request.isCancelled() && System.nanoTime() - began < LONGEST_STREAM_NANOS) {
            Frame next = frames.after(frame, QUIET_MILLIS);
            if (next == null) {
                out.write(":\n\n".getBytes(StandardCharsets.US_ASCII));
                out.flush();
            } else {
                frame = next;
                write(out, frame);
            }
        }
    }

    private static void write(BodyOutput out, Frame frame) throws IOException {
        if (!frame.isLast()) {
            out.write(("data: " + frame.json() + "\n\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
        }
    }

    // ---- changes

    private Response switchTo(String id) {
        Optional<Architecture> chosen = choices.find(id);
        if (chosen.isEmpty()) {
            return text(Status.BAD_REQUEST, "there is no such architecture");
        }
        return server.switchTo(chosen.get())
                ? text(Status.ACCEPTED, "switching")
                : text(Status.CONFLICT, "another switch is in progress");
    }

    private Response apply(String name) {
        if (name.isEmpty()) {
            load.stop();
            return text(Status.ACCEPTED, "stopped");
        }
        Optional<LoadKind> kind = Stream.of(LoadKind.values())
                .filter(known -> known.name().equals(name))
                .findFirst();
        if (kind.isEmpty()) {
            return text(Status.BAD_REQUEST, "there is no such load");
        }
        return load.apply(kind.get(), server.current().carriers())
                ? text(Status.ACCEPTED, "applied")
                : text(Status.CONFLICT, "the load before has not ended yet");
    }
}
