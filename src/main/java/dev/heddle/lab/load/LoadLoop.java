package dev.heddle.lab.load;

import dev.heddle.lab.load.Tally.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One thread that makes load on a share of the connections. It waits for all of them in one selector: a blocking thread for each
 * connection costs two changes of threads for each request, on the very processors that the server needs.
 */
final class LoadLoop implements Runnable {
    private static final int BUFFER = 65_536;

    /** The longest sleep while a request is due soon: what arrives meanwhile is noticed that much later. */
    private static final long NAP_NANOS = 50_000;

    /** How long responses are awaited after the end. */
    private static final long DRAIN_NANOS = TimeUnit.SECONDS.toNanos(2);

    /** From when on a request that is under way at the end of a closed loop counts as one without a response. */
    private static final long STALLED_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** After a connect that failed: a server that refuses would otherwise be asked without a pause. */
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    /** The most requests that all threads together keep because no connection can take them. What is due beyond that is not sent. */
    static final int MOST_QUEUED = 1_000_000;

    /** How many requests are started before the connections are looked at again, even if more are due. */
    private static final int BATCH = 10_000;

    private static final long CHECK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final LoadSpec spec;
    private final Selector selector;
    private final SplittableRandom random;
    private final Arrivals arrivals;
    private final WeightedChoice kinds;
    private final WeightedChoice shares;
    private final List<byte[]> requests = new ArrayList<>();
    private final List<ClientConnection> connections = new ArrayList<>();
    private final Tally tally;
    private final CountDownLatch connected;
    private final CountDownLatch start;
    private final Consumer<SelectionKey> whenReady = this::ready;

    /** Connections that can take another request, in an open loop without shares. */
    private final Deque<ClientConnection> free = new ArrayDeque<>();

    /** Requests that no connection could take yet. */
    private final Queue<Waiting> waiting = new ArrayDeque<>();

    /** Connections whose connect failed, in the order in which they may connect again. */
    private final Deque<Retry> retries = new ArrayDeque<>();

    private final ByteBuffer out = ByteBuffer.allocateDirect(BUFFER);
    private final ByteBuffer in = ByteBuffer.allocate(BUFFER);

    private final int mostQueued;

    /** The part of an open loop's requests that starts here, if connections have rates of their own; 0 if not. */
    private final double share;

    /** How many requests wait in this loop's queue, or in those of its connections. */
    private int queued;

    private long measuredFrom;
    private long measuredUntil;
    private boolean ending;

    /**
     * @param loop the number of this loop, from 0
     * @param connected counted down when the connections stand
     * @param start awaited before the first request
     */
    LoadLoop(LoadSpec spec, int loop, CountDownLatch connected, CountDownLatch start) throws IOException {
        this.spec = spec;
        this.connected = connected;
        this.start = start;
        this.selector = Selector.open();
        this.random = new SplittableRandom(spec.seed() + loop);
        int count = spec.connections() / spec.threads() + (loop < spec.connections() % spec.threads() ? 1 : 0);
        for (int i = 0; i < count; i++) {
            connections.add(new ClientConnection(i));
        }
        this.mostQueued = Math.max(1, MOST_QUEUED / spec.threads());
        double[] rates = ratesOf(spec, loop, count);
        this.share = spec.zipf() == 0
                ? 0
                : DoubleStream.of(rates).sum() / WeightedChoice.zipfSum(spec.connections(), spec.zipf());
        this.arrivals = spec.zipf() == 0
                ? Arrivals.of(spec.pace(), loop, spec.threads(), random.split())
                : Arrivals.ofShare((Pace.Open) spec.pace(), share, random.split());
        this.kinds = WeightedChoice.of(
                spec.requests().stream().mapToDouble(RequestKind::weight).toArray());
        this.shares = WeightedChoice.of(rates);
        for (RequestKind kind : spec.requests()) {
            requests.add(kind.bytes(spec.host(), spec.newConnections()));
        }
        this.tally = new Tally(requests.size(), count);
    }

    /** The weights of this loop's connections: one distribution over those of all loops, which take turns. */
    private static double[] ratesOf(LoadSpec spec, int loop, int count) {
        return IntStream.range(0, count)
                .mapToDouble(i -> WeightedChoice.zipfWeight(loop + i * spec.threads(), spec.zipf()))
                .toArray();
    }

    /** A connection that may connect again at a time. */
    private record Retry(ClientConnection connection, long at) {}

    Tally tally() {
        return tally;
    }

    /** Gives back what it holds, if it was not run. */
    void discard() {
        try {
            selector.close();
        } catch (IOException e) {
            // Nothing was done with it.
        }
    }

    boolean isDiscarded() {
        return !selector.isOpen();
    }

    @Override
    public void run() {
        try (selector) {
            TimerSlack.minimize();
            if (!spec.newConnections()) {
                connectAll();
            }
            connected.countDown();
            start.await();
            measure();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            // The load was given up: what was counted stays.
            Thread.currentThread().interrupt();
        } finally {
            connected.countDown();
            connections.forEach(ClientConnection::close);
        }
    }

    private void connectAll() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + spec.timeout().toNanos();
        for (ClientConnection connection : connections) {
            // One after another, so that their order is that of their numbers.
            try {
                connect(connection, deadline);
            } catch (ConnectException e) {
                throw new IOException("cannot connect to " + spec.host() + ": " + e.getMessage(), e);
            }
            tally.connected(System.nanoTime() - connection.connectStarted());
        }
    }

    private void connect(ClientConnection connection, long deadline) throws IOException, InterruptedException {
        boolean done = connection.connect(spec.server(), selector);
        while (!done) {
            if (System.nanoTime() - deadline > 0) {
                throw new IOException("no connection to " + spec.host() + " within " + spec.timeout());
            }
            selector.select(10);
            selector.selectedKeys()
                    .clear(); // Another connection that was closed meanwhile is found when the load begins.
            done = connection.finishConnect(selector);
            requireNotInterrupted();
        }
    }

    private static void requireNotInterrupted() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    private void measure() throws IOException, InterruptedException {
        boolean closed = spec.pace() instanceof Pace.Closed;
        long begun = System.nanoTime();
        measuredFrom = begun + spec.warmUp().toNanos();
        measuredUntil = measuredFrom + spec.duration().toNanos();
        if (closed) {
            connections.forEach(this::next);
        } else if (spec.zipf() == 0) {
            connections.forEach(this::free);
        }
        long nextArrival = due(begun);
        long nextCheck = begun + CHECK_NANOS;
        long now = begun;
        while (now - measuredUntil < 0) {
            int started = 0;
            for (; nextArrival != Arrivals.NEVER && nextArrival - now <= 0; nextArrival = due(begun)) {
                arrive(nextArrival);
                if (++started == BATCH) {
                    nextArrival = due(begun);
                    break; // At an absurd rate more become due meanwhile than were started.
                }
            }
            await(nextArrival);
            now = System.nanoTime();
            retry(now);
            if (spec.pace() instanceof Pace.AtOnce && !isAnythingUnanswered()) {
                break; // The storm is over.
            }
            if (now - nextCheck > 0) {
                nextCheck = now + CHECK_NANOS;
                closeTimedOut(now);
                requireNotInterrupted();
            }
        }
        if (!(spec.pace() instanceof Pace.AtOnce)) {
            // A loop that was late at the end still owes what was due until then.
            while (nextArrival != Arrivals.NEVER && nextArrival - measuredUntil < 0) {
                if (queued >= mostQueued) {
                    // Counted by the rate: to draw them one by one could take longer than the load did.
                    tally.notSent(expectedBetween(nextArrival, measuredUntil));
                    break;
                }
                arrive(nextArrival);
                nextArrival = due(begun);
            }
        }
        ending = true;
        if (closed) {
            countStalled(now);
        } else {
            drain(now + Math.min(DRAIN_NANOS, spec.timeout().toNanos()));
        }
    }

    /** A closed loop ends with a request under way on each connection. Those that the server has left for long have no response. */
    private void countStalled(long now) {
        // A load that is shorter than that began some time before its first requests.
        long stalled = Math.min(STALLED_NANOS, spec.duration().toNanos() / 10 * 9);
        for (ClientConnection connection : connections) {
            connection.sent().stream()
                    .filter(request -> now - request.intended() >= stalled)
                    .forEach(request -> tally.unanswered(request.kind(), now - request.intended()));
        }
    }

    private long expectedBetween(long from, long until) {
        double rate = spec.pace() instanceof Pace.Open open ? open.rate() : 0;
        double part = spec.zipf() > 0 ? share : 1.0 / spec.threads();
        return Math.max(1, Math.round(rate * part * (until - Math.max(from, measuredFrom)) / 1e9));
    }

    private long due(long begun) {
        long next = arrivals.next();
        return next == Arrivals.NEVER ? next : begun + next;
    }

    /** Serves the connections that are ready, or waits until one is, or a request is nearly due. */
    private void await(long nextArrival) throws IOException, InterruptedException {
        if (nextArrival == Arrivals.NEVER) {
            selector.select(whenReady, 10);
        } else if (selector.selectNow(whenReady) == 0) {
            long left = nextArrival - System.nanoTime();
            if (left > 2 * TimeUnit.MILLISECONDS.toNanos(1)) {
                selector.select(whenReady, 1);
            } else if (left > 0) {
                Thread.sleep(Duration.ofNanos(Math.min(left, NAP_NANOS)));
            }
        }
    }

    private void drain(long deadline) throws IOException, InterruptedException {
        while (System.nanoTime() - deadline < 0 && isAnythingUnanswered()) {
            selector.select(whenReady, 10);
            retry(System.nanoTime());
            requireNotInterrupted();
        }
        long now = System.nanoTime();
        waiting.forEach(request -> countUnanswered(request, now));
        for (ClientConnection connection : connections) {
            connection.queued().forEach(request -> countUnanswered(request, now));
            connection.sent().forEach(request -> countUnanswered(request, now));
        }
    }

    private boolean isAnythingUnanswered() {
        return !waiting.isEmpty()
                || connections.stream()
                        .anyMatch(one -> !one.sent().isEmpty() || !one.queued().isEmpty());
    }

    private void countUnanswered(Waiting request, long now) {
        if (isMeasured(request)) {
            tally.unanswered(request.kind(), now - request.intended());
        }
    }

    private boolean isMeasured(Waiting request) {
        return request.intended() - measuredFrom >= 0 && request.intended() - measuredUntil < 0;
    }

    // ---- sending

    private void arrive(long intended) {
        Waiting request = Waiting.queued(kinds.draw(random), intended);
        if (spec.zipf() > 0) {
            ClientConnection connection = connections.get(shares.draw(random));
            if (!mayTake(connection)) {
                enqueue(connection.queued(), request);
                return;
            }
            late(intended);
            send(connection, request); // Nothing waits in front of it: a connection that can take more has taken that.
            return;
        }
        ClientConnection connection = free.poll();
        if (connection != null) {
            connection.setFree(false);
        }
        if (connection == null) {
            enqueue(waiting, request);
        } else {
            late(intended);
            send(connection, request);
            if (!spec.newConnections() && mayTake(connection)) {
                free(connection);
            }
        }
    }

    private void enqueue(Queue<Waiting> queue, Waiting request) {
        if (queued < mostQueued) {
            queued++;
            queue.add(request);
        } else if (isMeasured(request)) {
            tally.notSent(1);
        }
    }

    private @Nullable Waiting dequeue(Queue<Waiting> queue) {
        Waiting request = queue.poll();
        queued -= request == null ? 0 : 1;
        return request;
    }

    private void late(long intended) {
        if (intended - measuredFrom >= 0) {
            tally.sentLate(System.nanoTime() - intended);
        }
    }

    private boolean mayTake(ClientConnection connection) {
        return connection.isConnected() && connection.sent().size() < spec.depth();
    }

    private void sendQueued(ClientConnection connection) {
        while (mayTake(connection)) {
            Waiting request = dequeue(connection.queued());
            if (request == null) {
                return;
            }
            send(connection, request);
        }
    }

    private void send(ClientConnection connection, Waiting request) {
        connection.sent().add(request.sentNow());
        if (spec.newConnections()) {
            open(connection);
        } else {
            write(connection);
        }
    }

    /** Sends the request that was taken last. */
    private void write(ClientConnection connection) {
        try {
            out.clear();
            connection.sent().stream()
                    .skip(connection.sent().size() - 1L)
                    .forEach(last -> out.put(requests.get(last.kind())));
            connection.write(out.flip());
        } catch (IOException e) {
            failed(connection, Fault.CLOSED);
        }
    }

    /** Closed loop: sends as many requests at once as may be unanswered. */
    private void next(ClientConnection connection) {
        if (ending) {
            return;
        }
        long now = System.nanoTime();
        if (spec.newConnections()) {
            send(connection, Waiting.queued(kinds.draw(random), now));
            return;
        }
        if (!connection.isConnected()) {
            open(connection);
            return;
        }
        out.clear();
        for (int i = 0; i < spec.depth(); i++) {
            Waiting request = new Waiting(kinds.draw(random), now, now);
            connection.sent().add(request);
            out.put(requests.get(request.kind()));
        }
        try {
            connection.write(out.flip());
        } catch (IOException e) {
            failed(connection, Fault.CLOSED);
        }
    }

    private void open(ClientConnection connection) {
        try {
            if (connection.connect(spec.server(), selector)) {
                opened(connection);
            }
        } catch (IOException e) {
            failed(connection, Fault.CONNECT);
        }
    }

    private void opened(ClientConnection connection) {
        tally.connected(System.nanoTime() - connection.connectStarted());
        if (spec.newConnections()) {
            write(connection);
        } else {
            mayTakeAgain(connection);
        }
    }

    // ---- receiving

    private void ready(SelectionKey key) {
        ClientConnection connection = (ClientConnection) key.attachment();
        if (!key.isValid()) {
            return;
        }
        if (key.isConnectable()) {
            try {
                if (connection.finishConnect(selector)) {
                    opened(connection);
                }
            } catch (IOException e) {
                failed(connection, Fault.CONNECT);
            }
            return;
        }
        try {
            in.clear();
            int count = connection.read(in);
            if (count < 0) {
                closedByServer(connection);
            } else {
                responses(connection, count);
            }
        } catch (IOException e) {
            failed(connection, connection.reader().isInside() ? Fault.OTHER : Fault.CLOSED);
        }
    }

    private void responses(ClientConnection connection, int count) throws IOException {
        long now = System.nanoTime();
        ResponseReader reader = connection.reader();
        int at = 0;
        while (at < count) {
            at = reader.read(in.array(), at, count);
            if (at < 0) {
                return;
            }
            Waiting request = connection.sent().poll();
            if (request == null) {
                throw new IOException("a response without a request");
            }
            answered(connection, request, reader.status(), now);
            if (spec.newConnections() || reader.closes()) {
                connection.close();
                lost(connection);
                mayTakeAgain(connection);
                return;
            }
        }
        mayTakeAgain(connection);
    }

    private void answered(ClientConnection connection, Waiting request, int status, long now) {
        long latency = now - request.intended();
        tally.nowAnswered(latency);
        boolean good = status / 100 == 2;
        boolean inWindow = now - measuredFrom >= 0 && now - measuredUntil < 0;
        boolean measured = spec.pace() instanceof Pace.Closed ? inWindow : isMeasured(request);
        if (!good) {
            tally.failed(Fault.STATUS);
            return;
        }
        if (measured) {
            tally.answered(request.kind(), latency);
        }
        if (inWindow) {
            tally.answeredInWindow(connection.index());
        }
    }

    private void closedByServer(ClientConnection connection) {
        Waiting request =
                connection.reader().endsWithConnection() ? connection.sent().poll() : null;
        if (request != null) {
            answered(connection, request, connection.reader().status(), System.nanoTime());
        }
        boolean awaited = !connection.sent().isEmpty();
        connection.close();
        if (awaited) {
            failed(connection, Fault.CLOSED);
        } else {
            mayTakeAgain(connection);
        }
    }

    /** Gives a connection its next request, if it can take one. */
    private void mayTakeAgain(ClientConnection connection) {
        if (spec.pace() instanceof Pace.Closed) {
            if (connection.sent().isEmpty()) {
                next(connection);
            }
            return;
        }
        if (!spec.newConnections() && !connection.isConnected()) {
            notFree(connection);
            open(connection);
            return;
        }
        if (spec.zipf() > 0) {
            sendQueued(connection);
            return;
        }
        Waiting request = dequeue(waiting);
        if (request != null) {
            send(connection, request);
            return;
        }
        free(connection);
    }

    private void free(ClientConnection connection) {
        if (!connection.isFree()) {
            connection.setFree(true);
            free.add(connection);
        }
    }

    private void notFree(ClientConnection connection) {
        if (connection.isFree()) {
            connection.setFree(false);
            free.remove(connection);
        }
    }

    // ---- what goes wrong

    private void failed(ClientConnection connection, Fault fault) {
        connection.close();
        tally.failed(fault);
        // The request itself counts once; what was pipelined behind it is lost with it.
        connection.sent().poll();
        lost(connection);
        if (ending) {
            return;
        }
        if (fault == Fault.CONNECT) {
            retries.add(new Retry(connection, System.nanoTime() + RETRY_NANOS));
        } else {
            mayTakeAgain(connection);
        }
    }

    private void retry(long now) {
        while (!retries.isEmpty() && retries.getFirst().at() - now <= 0) {
            mayTakeAgain(retries.removeFirst().connection());
        }
    }

    private void lost(ClientConnection connection) {
        while (connection.sent().poll() != null) {
            tally.failed(Fault.CLOSED);
        }
    }

    private void closeTimedOut(long now) {
        long limit = spec.timeout().toNanos();
        for (ClientConnection connection : connections) {
            Waiting oldest = connection.sent().peek();
            if (oldest != null && now - oldest.sent() > limit) {
                giveUp(connection, now, limit);
            }
        }
    }

    /** Closes a connection whose oldest request has timed out. Those behind it are given up with it, and have no response either. */
    private void giveUp(ClientConnection connection, long now, long limit) {
        connection.close();
        for (Waiting request = connection.sent().poll();
                request != null;
                request = connection.sent().poll()) {
            tally.failed(now - request.sent() > limit ? Fault.TIMEOUT : Fault.ABANDONED);
            if (spec.pace() instanceof Pace.Closed || isMeasured(request)) {
                tally.unanswered(request.kind(), now - request.intended());
            }
        }
        if (!ending) {
            mayTakeAgain(connection);
        }
    }
}
