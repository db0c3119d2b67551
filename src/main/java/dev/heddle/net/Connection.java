package dev.heddle.net;

import dev.heddle.bytes.ByteReader;
import dev.heddle.bytes.ByteWriter;
import dev.heddle.carrier.Carrier;
import dev.heddle.concurrent.Admission.Permit;
import dev.heddle.concurrent.Baton;
import dev.heddle.concurrent.ConnectionState;
import dev.heddle.flight.FlightRecording;
import dev.heddle.flight.RecordedConnection;
import dev.heddle.options.Timeouts;
import dev.heddle.protocol.AfterReply;
import dev.heddle.protocol.ConnectionControl;
import dev.heddle.protocol.Session;
import dev.heddle.protocol.SocketLayer;
import dev.heddle.protocol.Transport;
import dev.heddle.proxy.ProxyHeaderException;
import dev.heddle.proxy.ProxyOptions;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntSupplier;
import java.util.function.Predicate;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * One accepted connection: identity, permit, state, and the wiring of its parts. {@link SocketStreams} blocks on the socket, {@link
 * ReadDeadlines} bounds the reads, {@link TimeSlice} lets other threads run, {@link LingeringClose} ends the connection in stages.
 *
 * <p>Reading belongs to one thread at a time and so does writing; in most architectures it is the same thread. {@link
 * #stopReading}, {@link #abort} and {@link #close} are for any thread. Plain fields, here and in the parts, are handed over with the
 * right to read or to write; what several threads look at is in {@link ConnectionState}.
 */
public final class Connection implements ConnectionControl, AutoCloseable {
    private static final int MAX_WRITE_BUFFER = 16_384;

    /** What a session may look at beyond its largest message: the beginning of the next. */
    private static final int READ_AHEAD = 1024;

    private static final int MIN_READ_BUFFER = 8192;

    private final int acceptor;
    private final Socket socket;
    private final Permit permit;
    private final ServerContext context;
    private final ConnectionState state = new ConnectionState();
    private final ReadDeadlines deadlines;
    private final SocketStreams streams;
    private final TimeSlice slice;
    private final CancelSignal cancelled;
    private final @Nullable RecordedConnection recorded = FlightRecording.connection();
    private final MessageCounts messages;
    private final ByteReader reader;
    private final ByteWriter writer;

    /**
     * The carrier that it stays on, if it is one of the server's own. Changed by the acceptor, before anything else. Not asked of the
     * socket: a second kind of socket, once its class is loaded, would cost each call of the JDK's own.
     */
    private @Nullable Carrier carrier;

    /**
     * Whether {@link #close} has failed, as there was no memory. Set by the thread that ends the connection, which uses it no more, and
     * cleared by the watchdog, which tries again.
     */
    private final AtomicBoolean closeFailed = new AtomicBoolean();

    /**
     * The client that a PROXY header names; null if there was no header, or it names nobody. Written once by the reader, before it opens the
     * session. The watchdog may still see null after that, and then reports the proxy; the object is immutable, so it never sees half of it.
     */
    private @Nullable InetSocketAddress client;

    /** Whether messages are read while earlier ones are handled. Set by the reader, before the first message. */
    private boolean readsWhileHandling;

    Connection(int acceptor, Socket socket, Permit permit, ServerContext context) {
        this.acceptor = acceptor;
        this.socket = socket;
        this.permit = permit;
        this.context = context;
        this.carrier = context.threads().carrierOf(socket);
        this.deadlines = new ReadDeadlines(state, context, counters());
        this.streams = new SocketStreams(socket, state, deadlines, context);
        this.slice = new TimeSlice(context);
        this.messages = new MessageCounts(counters(), context.timing().clock());
        this.cancelled = new CancelSignal(context.threads().cancels(), context.events());
        BufferBudget buffers = context.capacity().buffers();
        this.reader =
                new ByteReader(this::read, readBufferBytes(context.protocol().maxMessageBytes()), buffers);
        this.writer = new ByteWriter(streams, MAX_WRITE_BUFFER, buffers);
        // A new connection counts as idle from now on: those that have been idle for longer are evicted first.
        state.markIdle(context.timing().clock().millis());
    }

    private static int readBufferBytes(int maxMessageBytes) {
        return Math.max(maxMessageBytes, MIN_READ_BUFFER) + READ_AHEAD;
    }

    /** Prepares the socket and opens the session. Called first, on the thread that reads the connection. */
    public Session open() throws IOException {
        state.setReaderThread(Thread.currentThread());
        // One write per reply or batch leaves nothing for Nagle's algorithm to gather; it would only wait.
        socket.setTcpNoDelay(true);
        if (proxies().protocol()) {
            readProxyHeader();
        }
        SocketLayer layer = context.layer();
        if (layer.equals(SocketLayer.NONE)) {
            streams.open(layer);
        } else {
            startHandshakeTimeout();
            shakeHands(layer);
        }
        return context.protocol().open(new Transport(reader, writer, deadlines, this, context.events()));
    }

    /**
     * Before a layer: a proxy sends its header in front of the client's first byte, whatever that belongs to. Of a peer that is not trusted
     * nothing is read: it could name anybody as the client.
     */
    private void readProxyHeader() throws IOException {
        if (!proxies().trusted().contains(directPeer())) {
            throw untrusted("it comes from no trusted address");
        }
        Duration timeout = context.options().timeouts().head();
        startTimeout(timeout);
        try {
            client = streams.readProxyHeader().client().orElse(null);
        } catch (EOFException e) {
            // A proxy that only looks whether the server accepts leaves at once, and is no news.
            throw state.isExpired() ? untrusted("no PROXY header within " + timeout.toMillis() + " ms") : e;
        } catch (ProxyHeaderException e) {
            throw untrusted(String.valueOf(e.getMessage()));
        }
    }

    /** Reports a connection that is to be closed, and returns what ends it. */
    private IOException untrusted(String reason) {
        counters().untrusted().increment();
        context.events().connectionUntrusted(directPeer(), reason);
        return new IOException(reason); // As if the peer had left.
    }

    private void shakeHands(SocketLayer layer) throws IOException {
        context.threads().applyContextClassLoader();
        long begun = System.nanoTime();
        try {
            streams.open(layer);
            context.events().handshakeCompleted(peer(), System.nanoTime() - begun);
        } catch (IOException | RuntimeException e) {
            context.events().handshakeFailed(peer(), e instanceof IOException failed ? reason(failed) : e);
            lingerAfterHandshake();
            throw new IOException("the handshake failed", e); // It is reported: as if the peer had left.
        }
    }

    /** The watchdog has ended the input at the deadline: what that looks like is not why the handshake failed. */
    private IOException reason(IOException failure) {
        if (!state.isExpired()) {
            return failure;
        }
        Duration timeout = context.layer().handshakeTimeout(context.options().timeouts());
        return new IOException("the handshake took longer than " + timeout.toMillis() + " ms", failure);
    }

    /** So that a reset does not overtake what the peer was told: the request behind its half of the handshake is on its way. */
    private void lingerAfterHandshake() {
        try {
            streams.openWithoutLayer();
            LingeringClose.run(streams, deadlines, context);
        } catch (IOException e) {
            // The peer has left, or the connection was ended: then it is told nothing.
        }
    }

    /** A layer may have to talk to the peer first. */
    private void startHandshakeTimeout() throws IOException {
        startTimeout(context.layer().handshakeTimeout(context.options().timeouts()));
    }

    /** Bounds what comes before the first message. */
    private void startTimeout(Duration timeout) throws IOException {
        if (!state.enterWaiting(context.timing().deadline(timeout))
                || context.lifecycle().isClosingIdle()) {
            throw new IOException("the server is closing");
        }
    }

    /** Moves it to another of the server's own carriers. On the acceptor's thread, before anything else. */
    void move(Carrier chosen) {
        ((CarrierSocket) socket).move(chosen);
        carrier = chosen;
    }

    /** The carrier that it stays on, one of the server's own. */
    Carrier carrier() {
        return Objects.requireNonNull(carrier, "the JVM's carriers are not told apart");
    }

    /** Counts a message that the reader handles itself, before it reads the next one. On the thread that reads the connection. */
    public void messageStarted() {
        messages.started();
    }

    /**
     * Counts a message that the reader has handled itself, and whose reply was written or given up; together with those behind it, if they
     * have arrived. On the thread that reads the connection.
     *
     * @param atOnce whether it must not be counted together with others
     */
    public void messageFinished(boolean atOnce) {
        messages.finished(atOnce || reader.buffered() == 0, carrier);
    }

    /**
     * Counts a message that may have been handled while others of its connection were, and whose reply was written or given up.
     *
     * @param handledByReader whether the connection's own thread has handled it, and not one of another worker's
     */
    public void overlappingMessageFinished(boolean handledByReader) {
        counters().finished().increment();
        if (handledByReader && carrier != null) {
            carrier.messages().increment();
        }
    }

    /** The counters of the acceptor that accepted it. */
    public ServerContext.Counters counters() {
        return context.counters().get(acceptor);
    }

    @Override
    public SocketAddress peer() {
        InetSocketAddress named = client;
        return named == null ? directPeer() : named;
    }

    @Override
    public SocketAddress directPeer() {
        return socket.getRemoteSocketAddress();
    }

    @Override
    public ProxyOptions proxies() {
        return context.options().proxies();
    }

    @Override
    public SocketAddress local() {
        return socket.getLocalSocketAddress();
    }

    @Override
    public Optional<SSLSession> tls() {
        return streams.tls();
    }

    @Override
    public long epochSecond() {
        return context.timing().clock().epochSecond();
    }

    @Override
    public void runBlocking(Runnable task) {
        streams.runBlocking(task);
    }

    // ---- whether replies are wanted: any thread, unless it says otherwise

    /** Notes that replies are not wanted any more: the server is closing, or the peer has left. */
    public void cancelReplies() {
        cancelled.give();
    }

    @Override
    public boolean isCancelled() {
        return context.lifecycle().isEndingReplies() || cancelled.isGiven();
    }

    @Override
    public Runnable onCancel(Runnable action) {
        Runnable forget = cancelled.add(peer(), action);
        // Looked at after the action was added: a closing server first says so, then gives the signal to what it finds.
        if (context.lifecycle().isEndingReplies()) {
            cancelReplies();
        }
        return forget;
    }

    /** By reading ahead, if no other thread reads. On the thread that handles a message. */
    @Override
    public void watchPeer(boolean alone) {
        if ((alone || !readsWhileHandling) && !cancelled.isGiven() && reader.buffered() == 0) {
            streams.readAhead(this::cancelReplies);
        }
    }

    /** Has a baton, held by the thread that reads the connection, released whenever that thread may block. */
    public void setBaton(Baton baton) {
        streams.setBaton(baton);
    }

    /** Says that other threads handle messages too: how many are in progress, how to interrupt their handlers, which they are. */
    public void setConcurrentHandlers(IntSupplier inProgress, Runnable interrupt, Predicate<Thread> among) {
        readsWhileHandling = true;
        state.setConcurrentHandlers(inProgress, interrupt, among);
    }

    // ---- reading: on the thread that reads the connection

    /** Whether bytes of a next message are buffered. */
    public boolean hasInput() {
        return reader.buffered() > 0 || streams.hasReadAhead();
    }

    /**
     * Waits until bytes of a next message are buffered. Called from the bottom of the stack: this is where a connection spends
     * its life, and each frame below the wait is memory that an idle connection holds, and that is copied twice for each message
     * (a virtual thread that parks moves its frames to the heap).
     *
     * <p>Replies are to be flushed before, see {@link #flushUnlessPipelined}.
     *
     * @return false if no message will come: the peer has ended its side, or the server is closing
     */
    public boolean awaitMessage() throws IOException {
        slice.yieldIfStarving(streams);
        if (reader.buffered() == 0) {
            if (!becomeIdle()) {
                return false;
            }
            byte[] into = reader.bufferForRead();
            if (!reader.completeRead(streams.read(into, 0, into.length))) {
                return false;
            }
        }
        slice.messageArrived();
        return true;
    }

    private boolean becomeIdle() throws IOException {
        reader.trim();
        // This connection writes its state, then reads the server's; a closing server writes its own, then reads this
        // one.
        // So either the server finds the connection waiting, or the connection finds the server closing. Likewise with
        // a worker that ends the output.
        boolean waiting = state.concurrentHandlers() == 0
                ? deadlines.startIdle(streams.lingerDeadline())
                : deadlines.startIdleBesideHandlers();
        if (!waiting || streams.outputEnded()) {
            return false;
        }
        boolean closing = context.lifecycle().isClosingIdle() && state.concurrentHandlers() == 0;
        return !closing || streams.hasBytes(); // A message that has arrived is answered.
    }

    /** Reads more of the message in progress. */
    private int read(byte[] into, int offset, int length) throws IOException {
        if (!deadlines.isReadingBody()) {
            flushBeforeWait();
            slice.yieldIfStarving(streams);
            int count = streams.read(into, offset, length);
            deadlines.headBytesRead(count);
            return count;
        }
        // Nothing is flushed: the output may be another thread's, as a body can be read while the response is written.
        slice.yieldIfStarving(streams);
        long since = deadlines.startBodyRead();
        int count = streams.read(into, offset, length);
        deadlines.bodyBytesRead(count, since);
        return count;
    }

    /** Wakes the reading thread as if the peer had ended its side. Messages in progress are handled and answered. */
    public void stopReading() {
        try {
            socket.shutdownInput();
        } catch (IOException e) {
            // The socket is closed already, and so its reader has been woken.
        }
    }

    // ---- writing: on the thread whose turn it is to write

    /** Sends every complete reply, unless the next message of the peer is buffered: pipelined replies leave together. */
    public void flushUnlessPipelined() throws IOException {
        if (reader.buffered() == 0) {
            flushBeforeWait();
        }
    }

    /** Sends every complete reply. */
    public void flushCompleted() throws IOException {
        writer.flushCompleted();
    }

    private void flushBeforeWait() throws IOException {
        if (reader.lastReadFilledBuffer() && streams.hasBytes()) {
            return; // The rest of a batch has arrived: its replies leave together.
        }
        messages.publish(carrier);
        if (state.concurrentHandlers() == 0) {
            // The peer may wait for these before it sends more. While other threads handle messages, they flush.
            writer.flushCompleted();
            writer.trim();
            streams.startReply();
        }
    }

    /**
     * Starts the idle timeout again, as the last message in progress has been answered by another thread than the reader. In
     * that thread's turn to write, before it passes the turn on: until then the watchdog does not expire the connection.
     */
    public void restartIdle() {
        deadlines.restartIdle(streams.lingerDeadline());
        streams.startReply(); // Not the reader: it may look for a next message while this one's reply is written.
    }

    /**
     * Ends our side after the last reply, while the thread that reads waits for a next message: what it gets is discarded, and if it gets
     * nothing {@link #restartLinger} bounds its wait. On the thread whose turn it is to write.
     */
    public void endOutput() throws IOException {
        writer.flush();
        streams.shutdownOutput();
    }

    /** Whether {@link #endOutput} was called: no message can be answered any more. */
    public boolean outputEnded() {
        return streams.outputEnded();
    }

    /** Bounds the wait for the peer's end after {@link #endOutput}. In the turn to write, as {@link #restartIdle}. */
    public void restartLinger() {
        deadlines.restartLinger();
    }

    /** Ends the connection if the server is closing and nothing is in progress. After a reply by another thread than the reader. */
    public void closeIfServerIsClosing() {
        if (context.lifecycle().isClosingIdle()) {
            closeIfIdle();
        }
    }

    // ---- the end: any thread, unless it says otherwise

    /** Ends the conversation as its last exchange has left it. On the thread that reads the connection. */
    public void finish(AfterReply outcome) throws IOException {
        switch (outcome) {
            case KEEP_ALIVE, CLOSE, LINGERING_CLOSE -> {
                writer.flush();
                if (mayBeReset(outcome)) {
                    LingeringClose.run(streams, deadlines, context);
                }
            }
            case RESET -> {
                socket.setSoLinger(true, 0);
                abort();
            }
        }
        streams.closeLayer();
        close();
    }

    /**
     * Whether a reset could lose replies if the socket were closed now. Not if the peer has ended its side. Nor if it knows that this
     * short reply was the last, and has sent nothing more: so a client that opens a connection for each message does not pay for lingering.
     */
    private boolean mayBeReset(AfterReply outcome) throws IOException {
        return !streams.inputEnded()
                && (outcome != AfterReply.CLOSE || hasInput() || streams.mayHoldReply() || streams.hasBytesInKernel());
    }

    /** Replies that the server is full, and closes. Instead of {@link #open} and all that follows. */
    void reject() throws IOException {
        open();
        writer.write(context.protocol().overloadReply());
        finish(AfterReply.LINGERING_CLOSE);
    }

    /**
     * Ends the connection if it waits for a message, none is in progress, and none has arrived that a busy server had no time to read. If
     * the kernel may still hold a reply it is ended a little later, as from then on a message of the peer resets it.
     *
     * @return whether its wait was ended
     */
    public boolean closeIfIdle() {
        if (!state.isWaiting() || state.concurrentHandlers() != 0 || hasArrived()) {
            return false;
        }
        long since = state.idleSince();
        if (since != Long.MAX_VALUE && since > context.timing().clock().millis()) {
            state.postpone(since);
            return false;
        }
        if (!state.endWait()) {
            return false;
        }
        stopReading();
        return true;
    }

    /** Whether the kernel has bytes of a message. False where that cannot be asked. */
    private boolean hasArrived() {
        try {
            return streams.hasBytesInKernel();
        } catch (IOException | OutOfMemoryError e) {
            return false;
        }
    }

    /** Ends what should have ended: a wait or a write, or itself. Returns whether there was something. Called by the watchdog. */
    boolean enforceDeadlines(long now) {
        if (closeFailed.get()) {
            closeAgain();
            return true;
        }
        Timeouts timeouts = context.options().timeouts();
        if (state.isWriteStalled(now)) {
            abortLateWrite("write timeout: no progress for " + timeouts.write().toMillis() + " ms");
            return true;
        }
        if (state.isWriteTooSlow(now)) {
            abortLateWrite("client too slow: below " + timeouts.minWriteRate() + " bytes/s");
            return true;
        }
        if (state.expire(now)) {
            stopReading();
            return true;
        }
        if (state.isWaitEnded() && streams.isShakingHands()) {
            abortAndInterrupt(); // As below; and it may wait for its turn to compute, or for what a program's manager
            // asks.
            return true;
        }
        if (state.isExpired() && streams.isInLayer()) {
            abort(); // A tick ago its input was ended, but the layer does not wait for input.
            return true;
        }
        if (state.isWaitEnded()) {
            stopReading(); // Again: there may have been no memory for it.
        }
        // Again: what had arrived when the drain began may have been no message, but a record of TLS, say.
        return context.lifecycle().isClosingIdle() && closeIfIdle();
    }

    private void abortLateWrite(String reason) {
        context.events().protocolError(peer(), reason);
        abort();
    }

    /**
     * How much of its deadline the peer has used up, in ms, by being slow with a message or its reply; 0 if the connection does not
     * wait for it. Called by the watchdog.
     */
    long slowMillis(long now) {
        Timeouts timeouts = context.options().timeouts();
        long grace = Math.min(timeouts.head().toMillis(), timeouts.body().toMillis());
        long read = grace - (state.readDeadline() - now);
        long write = timeouts.write().toMillis() - (state.writeDeadline() - now);
        return Math.max(0, Math.max(read, write));
    }

    /** The time on the coarse clock, in ms, since which the connection is idle; {@link Long#MAX_VALUE} if it is not. */
    long idleSince() {
        return state.concurrentHandlers() == 0 ? state.idleSince() : Long.MAX_VALUE;
    }

    /** Closes the socket, whatever is in flight. The reading thread notices, and calls {@link #close}. */
    @Override
    public void abort() {
        try {
            cancelReplies();
        } finally {
            closeSocket();
        }
    }

    private void closeSocket() {
        try {
            socket.close();
        } catch (IOException e) {
            // Nothing can be done for its peer any more.
        }
    }

    /** Whether a thread reads the connection, or handles one of its messages. */
    public boolean isServedBy(Thread thread) {
        return state.isServedBy(thread);
    }

    /** Aborts, and interrupts the threads that serve it: the last resort against a handler that does not end. */
    public void abortAndInterrupt() {
        abort();
        state.interruptAll();
    }

    private void record() {
        if (recorded != null) {
            recorded.closed(peer(), acceptor);
        }
    }

    /** Closes the socket and releases what the connection held, once, however often it is called. */
    @Override
    public void close() {
        try {
            if (state.close()) {
                release();
            }
        } catch (RuntimeException | Error e) {
            closeFailed.set(true);
            throw e;
        }
    }

    /** Each step can be repeated. */
    private void release() {
        try {
            abort();
        } catch (OutOfMemoryError e) {
            // A socket of the JVM that there was no memory to close is closed by the collector.
            context.capacity().reserve().exhausted();
        } finally {
            messages.publish(carrier);
            reader.release();
            writer.release();
            permit.release();
            context.connections().remove(this);
            deadlines.end();
            record();
        }
    }

    private void closeAgain() {
        closeFailed.set(false);
        try {
            state.close();
            release();
        } catch (OutOfMemoryError e) {
            closeFailed.set(true);
        }
    }
}
