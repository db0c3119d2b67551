package dev.heddle.files;

import dev.heddle.http.Response;
import dev.heddle.http.Status;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The error responses of a {@link FileHandler}, made once, with their pages. Immutable. */
final class ErrorResponses {
    static final Status PRECONDITION_FAILED = new Status(412, "Precondition Failed");
    static final Status RANGE_NOT_SATISFIABLE = new Status(416, "Range Not Satisfiable");

    /** All of them. */
    static final List<Status> ALL = List.of(
            Status.FORBIDDEN,
            Status.NOT_FOUND,
            Status.METHOD_NOT_ALLOWED,
            PRECONDITION_FAILED,
            RANGE_NOT_SATISFIABLE,
            Status.NOT_IMPLEMENTED,
            Status.SERVICE_UNAVAILABLE);

    private final Map<Status, Response> responses = new HashMap<>();

    /** @param pages by status; of others the standard page */
    ErrorResponses(Map<Integer, ErrorPage> pages) {
        for (Status status : ALL) {
            responses.put(
                    status,
                    pages.getOrDefault(status.code(), ErrorPage.standard(status))
                            .response(status));
        }
    }

    /** The response with one of {@link #ALL}. */
    Response of(Status status) {
        return Objects.requireNonNull(responses.get(status));
    }

    /** The response if a bound is reached. */
    Response busy() {
        return of(Status.SERVICE_UNAVAILABLE).header("Retry-After", "1");
    }

    /**
     * The response if a file or directory that was found cannot be opened.
     *
     * @throws FileSystemException the same one, if it is no fault of the request's
     */
    Response unopened(FileSystemException e) throws FileSystemException {
        if (e instanceof NoSuchFileException) {
            return of(Status.NOT_FOUND); // Removed since.
        }
        if (e instanceof AccessDeniedException) {
            return of(Status.FORBIDDEN);
        }
        if (String.valueOf(e.getReason()).contains("Too many open files")) {
            return busy();
        }
        throw e;
    }
}
