package dev.heddle.files;

import dev.heddle.files.Allowance.Buffer;
import dev.heddle.files.FileTree.Found;
import dev.heddle.files.RangeHeader.Selection;
import dev.heddle.http.Body;
import dev.heddle.http.Request;
import dev.heddle.http.Response;
import dev.heddle.http.Status;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The responses with a file that was found: whole, in parts, compressed, or not at all because the client has it. On the thread that handles
 * the request; for any number of threads.
 */
final class FileResponses {
    /** Files that are read as a whole and closed before they are sent: no descriptor is held for a client that reads slowly. */
    private static final int IN_MEMORY = 65_536;

    private static final Status PARTIAL_CONTENT = new Status(206, "Partial Content");

    private final FileOptions options;
    private final FileTree tree;
    private final Allowance allowance;
    private final SmallFiles small;
    private final ErrorResponses errors;
    private final LongSupplier clock;

    FileResponses(FileOptions options, FileTree tree, Allowance allowance, ErrorResponses errors, LongSupplier clock) {
        this.options = options;
        this.tree = tree;
        this.allowance = allowance;
        this.small = new SmallFiles(options.cacheMemory());
        this.errors = errors;
        this.clock = clock;
    }

    /**
     * A file to send.
     *
     * @param file where it is, or its compressed copy
     * @param relative its path below the directory, without the copy's extension
     * @param coding the copy's; null for the file itself
     */
    private record Chosen(
            Found.Regular file, String relative, @Nullable ContentCoding coding) {
        Validators validators(FileVersion version, long now) {
            return Validators.of(version, coding == null ? "" : "-" + coding.token(), now);
        }
    }

    /**
     * Sends a file, as far as it is asked for.
     *
     * @param relative its path below the directory
     */
    Response send(Request request, Found.Regular file, String relative) throws IOException {
        Chosen chosen = choose(request, file, relative);
        long now = clock.getAsLong();
        Path real = chosen.file().real();
        SmallFiles.Entry kept = small.find(real, chosen.file().version(), chosen.relative(), chosen.coding());
        Validators validators = kept != null
                ? kept.validators()
                : chosen.validators(chosen.file().version(), now);
        Response unsent = unsent(request, chosen, validators, now);
        if (unsent != null) {
            return unsent;
        }
        Response fromMemory = kept == null || request.headers().contains("Range") ? null : counted(kept.response());
        if (fromMemory != null) {
            return fromMemory;
        }
        OpenedFile opened = null;
        Response response = null;
        try {
            opened = OpenedFile.open(real, chosen.file().version());
            response = opened == null ? errors.of(Status.NOT_FOUND) : respond(request, chosen, opened, now);
            if (isStreamed(response) && !allowance.files().tryAcquire(1)) {
                response = errors.busy();
            }
        } catch (FileSystemException e) {
            response = errors.unopened(e);
        } finally {
            if (opened != null && (response == null || !isStreamed(response))) {
                opened.close();
            }
        }
        OpenedFile streamed = opened;
        return streamed != null && isStreamed(response) ? response.closing(() -> close(streamed)) : response;
    }

    /** Counts the body of a response that is kept as long as it is being sent; null if there is no memory for it. */
    private @Nullable Response counted(Response kept) {
        long length = kept.body() instanceof Body.Bytes body ? body.bytes().length : 0;
        if (length <= Allowance.MIN_BUFFER_BYTES) {
            return kept;
        }
        return allowance.memory().tryAcquire(length)
                ? kept.closing(() -> allowance.memory().release(length))
                : null;
    }

    private static boolean isStreamed(Response response) {
        return response.body() instanceof Body.Streamed;
    }

    private void close(OpenedFile streamed) throws IOException {
        allowance.files().release(1);
        streamed.close();
    }

    /**
     * Chooses a compressed copy if the client accepts its coding, unless it is older than the file. Not for several ranges: a coding is that of
     * the whole content, and the lines between the parts are not compressed.
     */
    private Chosen choose(Request request, Found.Regular file, String relative) throws IOException {
        boolean severalRanges = request.headers().values("Range").stream().anyMatch(value -> value.indexOf(',') >= 0);
        if (options.precompressed() && request.headers().contains("Accept-Encoding") && !severalRanges) {
            AcceptEncoding accepted = AcceptEncoding.parse(request.headers().values("Accept-Encoding"));
            for (ContentCoding coding : accepted.preferred()) {
                if (tree.sibling(file.real(), coding.extension()) instanceof Found.Regular copy
                        && copy.version().modifiedSecond() >= file.version().modifiedSecond()) {
                    return new Chosen(copy, relative, coding);
                }
            }
        }
        return new Chosen(file, relative, null);
    }

    /**
     * The response without the file: 304 or 412; null if the file is to be sent. A file that may not be read has no conditions: they are
     * only looked at where the response without them would be a success (RFC 9110 13.2.1).
     */
    private @Nullable Response unsent(Request request, Chosen chosen, @Nullable Validators validators, long now) {
        Preconditions.Outcome outcome = Preconditions.evaluate(request.headers(), validators, now);
        if (outcome != Preconditions.Outcome.SEND
                && !Files.isReadable(chosen.file().real())) {
            return null;
        }
        return switch (outcome) {
            case SEND -> null;
            case FAILED -> errors.of(ErrorResponses.PRECONDITION_FAILED);
            case NOT_MODIFIED ->
                Response.of(Status.NOT_MODIFIED)
                        .headers(headers(chosen, validators, "").made());
        };
    }

    private Response respond(Request request, Chosen chosen, OpenedFile file, long now) throws IOException {
        FileVersion version = file.version();
        Validators validators = version == null ? null : chosen.validators(version, now);
        if (!chosen.file().version().equals(version)) {
            Response unsent =
                    unsent(request, chosen, validators, now); // Another version than the one that was asked about.
            if (unsent != null) {
                return unsent;
            }
        }
        String type = options.types().of(chosen.relative());
        return switch (selection(request, file, validators, now)) {
            case Selection.Whole whole -> whole(request, chosen, file, validators, headers(chosen, validators, type));
            case Selection.Unsatisfiable unsatisfiable ->
                errors.of(ErrorResponses.RANGE_NOT_SATISFIABLE).header("Content-Range", "bytes */" + file.length());
            case Selection.Parts parts -> parts(request, chosen, file, validators, type, parts.ranges());
        };
    }

    private Response parts(
            Request request,
            Chosen chosen,
            OpenedFile file,
            @Nullable Validators validators,
            String type,
            List<ByteRange> ranges)
            throws IOException {
        if (ranges.size() == 1) {
            ByteRange range = ranges.getFirst();
            HeaderLines headers =
                    headers(chosen, validators, type).add("Content-Range", range.contentRange(file.length()));
            return one(request, file, range, PARTIAL_CONTENT, headers);
        }
        Multipart frame = Multipart.of(boundary(), ranges, type, file.length());
        return Response.stream(
                        frame.type(), frame.length(ranges), out -> FileSender.send(file, ranges, frame, allowance, out))
                .status(PARTIAL_CONTENT)
                .headers(headers(chosen, validators, frame.type()).made());
    }

    private Response whole(
            Request request, Chosen chosen, OpenedFile file, @Nullable Validators validators, HeaderLines headers)
            throws IOException {
        Response response = one(request, file, new ByteRange(0, file.length() - 1), Status.OK, headers);
        FileVersion version = file.version();
        if (version != null
                && validators != null
                && response.body() instanceof Body.Bytes body
                && body.bytes().length <= SmallFiles.LARGEST) {
            Response alone = Response.bytes("", body.bytes()).headers(response.headers());
            small.keep(new SmallFiles.Entry(
                    chosen.file().real(), version, chosen.relative(), chosen.coding(), validators, alone));
        }
        return response;
    }

    private Selection selection(Request request, OpenedFile file, @Nullable Validators validators, long now) {
        List<String> values = request.headers().values("Range");
        // Of a method other than GET it must be ignored (RFC 9110 14.2), and of a file that keeps changing no two parts
        // would fit.
        boolean asked = values.size() == 1 && request.method().equals("GET") && validators != null;
        return asked && Preconditions.rangeApplies(request.headers(), validators, now)
                ? RangeHeader.parse(values.getFirst(), file.length(), options.maxRanges())
                : new Selection.Whole();
    }

    private static String boundary() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return "%016x%016x".formatted(random.nextLong(), random.nextLong());
    }

    private Response one(Request request, OpenedFile file, ByteRange range, Status status, HeaderLines headers)
            throws IOException {
        long length = range.length();
        if (length <= IN_MEMORY && !request.method().equals("HEAD")) {
            Buffer buffer = allowance.buffer(length);
            if (buffer.bytes().length == length || length == 0) {
                return inMemory(file, range, buffer).status(status).headers(headers.made());
            }
            buffer.close();
        }
        return Response.stream("", length, out -> FileSender.send(file, range, allowance, out))
                .status(status)
                .headers(headers.made());
    }

    private static Response inMemory(OpenedFile file, ByteRange range, Buffer buffer) throws IOException {
        boolean read = false;
        try {
            file.read(buffer.bytes(), (int) range.length(), range.first());
            read = true;
        } finally {
            if (!read) {
                buffer.close();
            }
        }
        byte[] bytes = range.length() == 0 ? new byte[0] : buffer.bytes();
        return Response.bytes("", bytes).closing(buffer);
    }

    /** The headers of a file; without a type those of a 304. */
    private HeaderLines headers(Chosen chosen, @Nullable Validators validators, String type) {
        HeaderLines headers = new HeaderLines();
        if (!type.isEmpty()) {
            headers.add("Content-Type", type);
            headers.add("X-Content-Type-Options", "nosniff");
        }
        if (validators != null) {
            headers.add("ETag", validators.tag().toString());
            if (validators.hasDate()) {
                headers.add("Last-Modified", HttpDate.format(validators.modified()));
            }
            if (!type.isEmpty() && options.maxRanges() > 0) {
                headers.add("Accept-Ranges", "bytes");
            }
        }
        ContentCoding coding = chosen.coding();
        if (coding != null && !type.isEmpty()) {
            headers.add("Content-Encoding", coding.token());
        }
        if (options.precompressed()) {
            headers.add("Vary", "Accept-Encoding");
        }
        String caching = options.caching().of(chosen.relative());
        return caching == null ? headers : headers.add("Cache-Control", caching);
    }
}
