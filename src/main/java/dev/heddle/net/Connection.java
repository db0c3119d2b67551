package dev.heddle.net;

import dev.heddle.bytes.ByteReader;
import dev.heddle.bytes.ByteSink;
import dev.heddle.bytes.ByteSource;
import dev.heddle.bytes.ByteWriter;
import dev.heddle.concurrent.Admission.Permit;
import dev.heddle.concurrent.Baton;
import dev.heddle.concurrent.CoarseClock;
import dev.heddle.concurrent.ConnectionState;
import dev.heddle.concurrent.StarvationGuard;
import dev.heddle.options.Limits;
import dev.heddle.options.Timeouts;
import dev.heddle.protocol.AfterReply;
import dev.heddle.protocol.ConnectionControl;
import dev.heddle.protocol.DeadlineException;
import dev.heddle.protocol.ReadProgress;
import dev.heddle.protocol.Session;
import dev.heddle.protocol.SocketLayer;
import dev.heddle.protocol.Transport;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntSupplier;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * One accepted connection: its socket, its buffers, its deadlines, and its end.
 *
 * <p>Reading belongs to one thread at a time and so does writing; in most architectures it is the same thread. {@link
 * #stopReading}, {@link #abort} and {@link #close} are for any thread. The plain fields below are handed on with the right to
 * read or to write; what several threads look at is in {@link ConnectionState}.
 */
public final class Connection implements ByteSource, ByteSink, ReadProgress, ConnectionControl, AutoCloseable {
    /** The most that is written at a time, and so what the write time-out is about. */
    private static final int WRITE_SLICE = 65_536;

    /** So many are served, then others are let in; a yield costs as much as a short message. */
    private static final int MESSAGES_IN_A_ROW = 64;

    /** From here on a time-out is none. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private final int acceptor;
    private final Socket socket;
    private final Permit permit;
    private final ServerContext context;
    private final CoarseClock clock;
    private final Timeouts timeouts;
    private final Limits limits;
    private final ServerContext.Counters counters;
    private final ConnectionState state = new ConnectionState();
    private final ByteReader reader;
    private final ByteWriter writer;

    /** What the protocol is spoken on: the socket itself, or a layer over it. Set, with its streams, by {@link #open}. */
    private Socket spoken;

    private @Nullable InputStream in;

    private @Nullable OutputStream out;

    /** Handed back while the reading thread is blocked: the section in which everything else of it happens. */
    private @Nullable Baton baton;

    /** Whether bytes of a message have been seen: from then on a deadline that passes is the peer's fault. */
    private boolean begun;

    /** Of the content of the message being read; none before the first that has some, as most connections never have. */
    private @Nullable MinimumRate content;

    /** Whether content is being read, and not a head. */
    private boolean readsContent;

    /** How fast the peer takes what is written. Only for whoever's turn it is to write. */
    private final MinimumRate taking;

    /** What has been written since the last read, to find the long replies. */
    private long writtenInARow;

    private boolean sendBufferBounded;

    private int messagesInARow;

    /** When the message being served was here, or others were let in since, in the clock's milliseconds. */
    private long aheadSince;

    /** How many newcomers had arrived before this message. */
    private long arrivalsSeen;

    Connection(int acceptor, Socket socket, Permit permit, ServerContext context) {
        this.acceptor = acceptor;
        this.socket = socket;
        this.spoken = socket;
        this.permit = permit;
        this.context = context;
        this.clock = context.clock();
        this.timeouts = context.options().timeouts();
        this.limits = context.options().limits();
        this.taking = new MinimumRate(timeouts.write(), timeouts.minWriteRate());
        this.counters = context.counters().get(acceptor);
        this.reader = new ByteReader(
                this, Math.max(Math.max(limits.head(), limits.lineLength()), 8192) + 1024, context.bufferBudget());
        this.writer = new ByteWriter(this, 16_384, context.bufferBudget());
        this.aheadSince = clock.millis();
        // Until its first wait it is no longer idle than it is here: others have been for longer.
        state.markIdle(aheadSince);
    }

    /** Makes the socket ready and begins the conversation. Runs first, on the connection's own thread. */
    public Session open() throws IOException {
        state.setReaderThread(Thread.currentThread());
        // One write per reply or batch leaves nothing for Nagle's algorithm to gather; it would only wait.
        socket.setTcpNoDelay(true);
        spoken = layered();
        in = spoken.getInputStream();
        out = spoken.getOutputStream();
        return context.protocol().open(new Transport(reader, writer, this, this, context.events()));
    }

    /**
     * A layer may have to talk to the peer first: that keeps no one else. It has the time-out for a head or that for idling,
     * whichever is longer: what it computes takes our processors' time, and a thousand that begin at once wait for each other.
     */
    @SuppressWarnings("ReferenceEquality") // there is one NONE
    private Socket layered() throws IOException {
        if (context.layer().equals(SocketLayer.NONE)) {
            return socket;
        }
        boolean bounded = !timeouts.head().isZero() && !timeouts.idle().isZero();
        boolean longerIdle = timeouts.idle().compareTo(timeouts.head()) > 0;
        Duration patience = longerIdle ? timeouts.idle() : timeouts.head();
        if (!state.enterWaiting(deadline(bounded ? patience : Duration.ZERO))
                || context.lifecycle().isClosingIdle()) {
            throw new IOException("the server is closing");
        }
        Baton section = heldBaton();
        if (section == null) {
            return context.layer().wrap(socket);
        }
        section.release();
        try {
            return context.layer().wrap(socket);
        } finally {
            section.acquire();
        }
    }

    /** Which of the server's acceptors accepted it. */
    public int acceptor() {
        return acceptor;
    }

    /** The counters of its acceptor. */
    public ServerContext.Counters counters() {
        return counters;
    }

    @Override
    public SocketAddress peer() {
        return socket.getRemoteSocketAddress();
    }

    @Override
    public SocketAddress local() {
        return socket.getLocalSocketAddress();
    }

    @Override
    public Optional<SSLSession> tls() {
        return spoken instanceof SSLSocket tls ? Optional.of(tls.getSession()) : Optional.empty();
    }

    @Override
    public void runBlocking(Runnable wait) {
        Baton section = heldBaton();
        if (section == null) {
            wait.run();
            return;
        }
        section.release();
        try {
            wait.run();
        } finally {
            section.acquire();
        }
    }

    /** Sends every reply that is complete. On the thread whose turn it is to write. */
    public void flushCompleted() throws IOException {
        writer.flushCompleted();
    }

    /** Whether anything of a next message has arrived. */
    public boolean hasInput() {
        return reader.buffered() > 0;
    }

    /** Has a turn, held by the thread that reads the connection, handed back whenever that thread may block. */
    public void setBaton(Baton section) {
        baton = section;
    }

    /** Says that other threads handle messages too, how many they have in hand, and how to interrupt them. */
    public void setConcurrentHandlers(IntSupplier outstanding, Runnable interrupt) {
        state.setConcurrentHandlers(outstanding, interrupt);
    }

    // ---- reading: on the thread that reads the connection

    /**
     * Waits until bytes of a next message are here, if there are none. Called from the bottom of the stack: this is where a
     * connection spends its life, and each frame below a wait is memory that an idle connection holds, and is copied twice for
     * each message (a virtual thread that parks leaves its carrier's stack).
     *
     * @return false if there will be none: the peer has ended the conversation, or the server is closing
     */
    public boolean awaitMessage() throws IOException {
        if (reader.buffered() > 0) {
            yieldIfStarving();
            aheadSince = clock.millis();
            return true;
        }
        flushBeforeWait();
        yieldIfStarving();
        if (!awaitingMessage()) {
            return false;
        }
        byte[] into = reader.bufferForRead();
        int count = heldBaton() == null ? opened(in).read(into, 0, into.length) : blockingRead(into, 0, into.length);
        aheadSince = clock.millis();
        return reader.completeRead(count);
    }

    /**
     * Virtual threads are not interrupted by a clock: a peer whose next message is always here already would keep a carrier for
     * itself, and the busy together keep newcomers out.
     */
    private void yieldIfStarving() {
        StarvationGuard newcomers = context.starvation();
        long since = arrivalsSeen;
        arrivalsSeen = newcomers.startCount();
        if (newcomers.isStarving(since)) {
            runBlocking(() -> newcomers.yieldToPending(since));
        } else if (clock.millis() != aheadSince) {
            runBlocking(newcomers::yieldToExternal); // behind a long computation
            restartSlice();
        } else if (++messagesInARow >= MESSAGES_IN_A_ROW) {
            runBlocking(Thread::yield);
            restartSlice();
        }
    }

    private void restartSlice() {
        messagesInARow = 0;
        aheadSince = clock.millis();
    }

    private void flushBeforeWait() throws IOException {
        if (reader.lastReadFilledBuffer() && opened(in).available() > 0) {
            return; // The rest of a batch is here: its replies leave together.
        }
        if (state.concurrentHandlers() == 0) {
            // The peer may be waiting for these before it sends more. Others who have messages in hand send them.
            writer.flushCompleted();
            writer.trim();
        }
        writtenInARow = 0;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (readsContent) {
            // The output may be another thread's: content can be read while the response to it is written.
            yieldIfStarving();
            return readContent(into, offset, length);
        }
        flushBeforeWait();
        yieldIfStarving();
        return readHead(into, offset, length);
    }

    private int readHead(byte[] into, int offset, int length) throws IOException {
        int count = blockingRead(into, offset, length);
        if (count < 0 && begun && state.isExpired()) {
            throw tooSlow();
        }
        return count;
    }

    private int readContent(byte[] into, int offset, int length) throws IOException {
        MinimumRate rate = Objects.requireNonNull(content, "content has not begun");
        long since = clock.millis();
        startWait(rate.deadline(since, ConnectionState.NEVER));
        int count = blockingRead(into, offset, length);
        startWait(ConnectionState.NEVER);
        rate.received(count, clock.millis() - since);
        return count;
    }

    private void startWait(long deadline) throws DeadlineException {
        if (!state.enterBusy(deadline)) {
            throw tooSlow();
        }
    }

    private int blockingRead(byte[] into, int offset, int length) throws IOException {
        InputStream from = opened(in);
        Baton section = heldBaton();
        if (section == null) {
            return from.read(into, offset, length);
        }
        section.release();
        try {
            return from.read(into, offset, length);
        } finally {
            enterAgain(section);
        }
    }

    /** Waits for the turn; what that takes is not the peer's doing, so no deadline runs meanwhile. */
    private void enterAgain(Baton section) {
        long since = clock.millis();
        long deadline = state.suspend();
        section.acquire();
        if (deadline != ConnectionState.NEVER) {
            long waited = clock.millis() - since;
            if (content != null) {
                content.excuse(waited);
            }
            state.resume(deadline + waited);
        }
    }

    private @Nullable Baton heldBaton() {
        Baton section = baton;
        return section != null && Thread.currentThread() == state.readerThread() ? section : null;
    }

    @Override
    public boolean awaitingMessage() {
        begun = false;
        readsContent = false;
        reader.trim();
        // Our state is written before the server's is read, and a closing server does it the other way round: either it
        // finds us waiting, or we find it closing.
        return state.enterWaiting(idleDeadline())
                && !(context.lifecycle().isClosingIdle() && state.concurrentHandlers() == 0);
    }

    @Override
    public boolean messageStarted() throws DeadlineException {
        boolean more = begun;
        begun = true;
        readsContent = false;
        if (state.isAwaitingBytes() || state.enterBusy(deadline(timeouts.head()))) {
            return true;
        }
        if (more && state.isExpired()) {
            throw tooSlow(); // These bytes came with the deadline: they are too late, and it is told so.
        }
        return false;
    }

    @Override
    public void headComplete() throws DeadlineException {
        begun = true;
        readsContent = false;
        startWait(ConnectionState.NEVER);
    }

    @Override
    public void readingBody() {
        content = new MinimumRate(timeouts.body(), timeouts.minBodyRate());
        readsContent = true;
    }

    private DeadlineException tooSlow() {
        return new DeadlineException(
                readsContent && content != null
                        ? content.describe()
                        : "no whole message head within " + timeouts.head().toMillis() + " ms");
    }

    // ---- writing: on the thread whose turn it is

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
        writtenInARow += length;
        if (writtenInARow > WRITE_SLICE) {
            boundSendBuffer();
        }
        Baton section = heldBaton();
        if (section != null) {
            section.release();
        }
        try {
            OutputStream to = opened(out);
            for (int at = 0; at < length; at += WRITE_SLICE) {
                int count = Math.min(WRITE_SLICE, length - at);
                long since = clock.millis();
                state.beginWrite(Math.min(deadline(timeouts.write()), taking.deadline(since, ConnectionState.NEVER)));
                to.write(from, offset + at, count);
                taking.received(count, clock.millis() - since);
            }
        } finally {
            state.endWrite();
            if (section != null) {
                enterAgain(section);
            }
        }
    }

    /**
     * Left to itself the kernel takes megabytes for a peer that does not read, and reports room only when a third of them have
     * drained: too much to hold for a stranger, and too coarse to tell a slow reader from a dead one.
     */
    private void boundSendBuffer() throws IOException {
        if (!sendBufferBounded && limits.sendBuffer() > 0) {
            socket.setSendBufferSize(limits.sendBuffer());
        }
        sendBufferBounded = true;
    }

    // ---- the end: any thread

    /** Ends the conversation as its last exchange has left it. On the thread that reads the connection. */
    public void finish(AfterReply outcome) throws IOException {
        switch (outcome) {
            case KEEP_ALIVE, CLOSE -> {
                writer.flush();
                if (hasInput()) {
                    linger();
                }
            }
            case LINGERING_CLOSE -> {
                writer.flush();
                linger();
            }
            case RESET -> {
                socket.setSoLinger(true, 0);
                abort();
            }
        }
        closeLayer();
        close();
    }

    /**
     * A socket that is closed with bytes unread resets the connection, and the reset may overtake our last words. So stop
     * sending, take what still comes for a while, then close (RFC 9112 9.6).
     */
    private void linger() throws IOException {
        long until = deadline(timeouts.linger());
        if (!state.enterBusy(until)) {
            return;
        }
        readsContent = false;
        shutDownOutput();
        byte[] scratch = new byte[8192];
        long left = limits.lingerBytes();
        for (int count = 0; count >= 0 && left > 0 && clock.millis() < until; left -= count) {
            count = blockingRead(scratch, 0, scratch.length);
        }
    }

    /** A layer says its word for the end, which has to get into a send buffer that may be full. */
    private void shutDownOutput() throws IOException {
        state.beginWrite(deadline(timeouts.write()));
        try {
            spoken.shutdownOutput();
        } finally {
            state.endWrite();
        }
    }

    /** Wakes the reading thread as if the peer had ended its side. What is being handled goes on and is answered. */
    public void stopReading() {
        try {
            socket.shutdownInput();
        } catch (IOException e) {
            // It is closed already, and so is whoever would have read.
        }
    }

    /** Ends the wait between two messages, if that is what is going on: for a closing server. */
    public void closeIfIdle() {
        if (state.concurrentHandlers() == 0 && state.endWait()) {
            stopReading();
        }
    }

    /** Ends what has lasted too long, if something has. Called by the watchdog. */
    boolean enforceDeadlines(long now) {
        if (state.isWriteOverdue(now)) {
            context.events()
                    .protocolError(
                            peer(),
                            "took too little of a reply for "
                                    + timeouts.write().toMillis() + " ms, or less than " + timeouts.minWriteRate()
                                    + " bytes a second");
            abort();
            return true;
        }
        if (state.isOverdue(now) && (!state.isWaiting() || state.concurrentHandlers() == 0) && state.expire(now)) {
            stopReading();
            return true;
        }
        return false;
    }

    /** A message has been answered beside the reader: if that was the last, idling begins now. */
    public void replyWritten() {
        if (state.concurrentHandlers() == 0) {
            state.postpone(idleDeadline());
            if (context.lifecycle().isClosingIdle()) {
                closeIfIdle();
            }
        }
    }

    /** Says in the protocol's words that there is no room, and ends. Instead of {@link #open}. */
    void reject() throws IOException {
        open();
        writer.write(context.protocol().overloadReply());
        finish(AfterReply.LINGERING_CLOSE);
    }

    /** A layer has its own word for the end. */
    @SuppressWarnings("ReferenceEquality") // without a layer they are the same socket
    private void closeLayer() throws IOException {
        if (!spoken.equals(socket)) {
            state.beginWrite(deadline(timeouts.write()));
            try {
                spoken.close();
            } finally {
                state.endWrite();
            }
        }
    }

    /** Closes the socket without regard to what is in flight: whoever serves it finds out, and {@link #close}s. */
    @Override
    public void abort() {
        try {
            socket.close();
        } catch (IOException e) {
            // There is nothing that could still be done for its peer.
        }
    }

    /** Cuts it, and interrupts whoever serves it: the last resort against a handler that does not end. */
    public void abortAndInterrupt() {
        abort();
        state.interruptAll();
    }

    /** Closes the socket and gives back what the connection held: exactly once, whoever calls it how often. */
    @Override
    public void close() {
        if (state.close()) {
            abort();
            reader.release();
            writer.release();
            permit.release();
            context.connections().remove(this);
        }
    }

    /** Since when nothing of a next message is here, in the clock's milliseconds; {@link Long#MAX_VALUE} if that is not so. */
    long idleSince() {
        return state.concurrentHandlers() == 0 ? state.idleSince() : Long.MAX_VALUE;
    }

    private long idleDeadline() {
        state.markIdle(clock.millis());
        return deadline(timeouts.idle());
    }

    private long deadline(Duration timeout) {
        // A time-out of centuries is none, and must not overflow.
        boolean never = timeout.isZero() || timeout.compareTo(LONGEST) > 0;
        return never ? ConnectionState.NEVER : clock.millis() + timeout.toMillis();
    }

    private static <T> T opened(@Nullable T stream) {
        if (stream == null) {
            throw new IllegalStateException("the connection was not opened");
        }
        return stream;
    }
}
