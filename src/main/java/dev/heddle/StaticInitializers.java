package dev.heddle;

import dev.heddle.http1.Http1Protocol;
import dev.heddle.options.Scheduler;
import java.util.List;

/**
 * Runs the static initializers of the library when a server starts, so that none is left to the time of the first connections.
 *
 * <p>A class whose static initializer fails is lost: every later use of it is a {@link NoClassDefFoundError} until the JVM ends (JLS
 * 12.4.2, steps 10 and 11). An initializer that finds no memory is enough. A server whose heap is filled before its first request would
 * from then on reply with 500, however much memory there is again.
 *
 * <p>Other work that is done once, such as loading a class, is tried again if it has failed.
 */
final class StaticInitializers {
    /**
     * The classes of the library that have a static initializer, those of the compiler ({@code $1}) included. By name, as most are not
     * visible here. A test compares this with what the compiler has written. Without the events of flight recordings: those are
     * registered when the recorder starts, which a server seldom sees.
     */
    static final List<String> CLASSES = List.of(
            "dev.heddle.Server",
            "dev.heddle.accesslog.AccessLog",
            "dev.heddle.accesslog.JsonMember",
            "dev.heddle.accesslog.LogReporter",
            "dev.heddle.accesslog.LogWriter",
            "dev.heddle.architecture.AcceptorGroup",
            "dev.heddle.bytes.Ascii",
            "dev.heddle.bytes.ByteSearch",
            "dev.heddle.bytes.ByteWriter",
            "dev.heddle.bytes.MemoryBudget",
            "dev.heddle.carrier.Carrier$1",
            "dev.heddle.carrier.CustomScheduling$Holder",
            "dev.heddle.carrier.ReadyChannel",
            "dev.heddle.concurrent.AcceptGate",
            "dev.heddle.concurrent.Admission$Permit",
            "dev.heddle.concurrent.Baton",
            "dev.heddle.concurrent.BoundedExecutor",
            "dev.heddle.concurrent.BusyTime",
            "dev.heddle.concurrent.CarrierInbox",
            "dev.heddle.concurrent.CarrierInbox$Duty",
            "dev.heddle.concurrent.ClosableSet",
            "dev.heddle.concurrent.CloseGuard",
            "dev.heddle.concurrent.ConnectionState",
            "dev.heddle.concurrent.DroppingQueue",
            "dev.heddle.concurrent.InterruptGuard",
            "dev.heddle.concurrent.Latches",
            "dev.heddle.concurrent.Lease",
            "dev.heddle.concurrent.Lifecycle",
            "dev.heddle.concurrent.Quota",
            "dev.heddle.concurrent.RateLimiter",
            "dev.heddle.concurrent.ReadySignal",
            "dev.heddle.concurrent.ReadySignal$Outcome",
            "dev.heddle.concurrent.ResponseOrder",
            "dev.heddle.concurrent.StarvationGuard",
            "dev.heddle.files.ContentCoding",
            "dev.heddle.files.ContentTypes",
            "dev.heddle.files.ErrorResponses",
            "dev.heddle.files.FileHandler",
            "dev.heddle.files.FileResponses",
            "dev.heddle.files.FileResponses$1",
            "dev.heddle.files.FileTree",
            "dev.heddle.files.FileTree$1",
            "dev.heddle.files.FileVersion$Kind",
            "dev.heddle.files.HttpDate",
            "dev.heddle.files.Listing",
            "dev.heddle.files.OpenedFile",
            "dev.heddle.files.Preconditions$Outcome",
            "dev.heddle.files.RangeHeader",
            "dev.heddle.flight.FlightRecording",
            "dev.heddle.http.HeaderList",
            "dev.heddle.http.Response",
            "dev.heddle.http.Status",
            "dev.heddle.http1.BodyEncoder",
            "dev.heddle.http1.BodyEncoder$1",
            "dev.heddle.http1.BodyInput",
            "dev.heddle.http1.DateHeader",
            "dev.heddle.http1.Grammar",
            "dev.heddle.http1.HeadParser",
            "dev.heddle.http1.Http1Protocol",
            "dev.heddle.http1.Leniency",
            "dev.heddle.http1.Method",
            "dev.heddle.http1.RejectedLine",
            "dev.heddle.http1.ResponseEncoder",
            "dev.heddle.http1.ResponseEncoder$Framing",
            "dev.heddle.http1.ResponseEncoder$Persistence",
            "dev.heddle.jdkhttp.ExchangeState$1",
            "dev.heddle.jdkhttp.JdkHttpOptions",
            "dev.heddle.jdkhttp.JdkHttpOptions$AttributeScope",
            "dev.heddle.jdkhttp.JdkHttpOptions$PathMatching",
            "dev.heddle.jdkhttp.PropertyNames",
            "dev.heddle.jdkhttp.Relaxation",
            "dev.heddle.jdkhttp.ResponseHeaders",
            "dev.heddle.jdkhttp.TlsLayer",
            "dev.heddle.line.LineProtocol",
            "dev.heddle.metrics.FailureLog",
            "dev.heddle.metrics.LoggingEvents",
            "dev.heddle.net.Acceptor",
            "dev.heddle.net.CancelSignal",
            "dev.heddle.net.CarrierListeningSocket",
            "dev.heddle.net.CarrierSocket$1",
            "dev.heddle.net.Connection$1",
            "dev.heddle.net.Drain",
            "dev.heddle.net.JvmThreads",
            "dev.heddle.net.LayerRefresh",
            "dev.heddle.net.LingeringClose",
            "dev.heddle.net.MinimumRate",
            "dev.heddle.net.OwnThreads$1",
            "dev.heddle.net.SocketStreams$InLayer",
            "dev.heddle.net.TimeSlice",
            "dev.heddle.net.Watchdog",
            "dev.heddle.options.Limits$Builder",
            "dev.heddle.options.OverloadPolicy",
            "dev.heddle.options.Placement",
            "dev.heddle.options.ProcessResources",
            "dev.heddle.options.Scheduler",
            "dev.heddle.options.Timeouts",
            "dev.heddle.protocol.AfterReply",
            "dev.heddle.protocol.Lane",
            "dev.heddle.protocol.SocketLayer",
            "dev.heddle.proxy.ForwardedRequest$1",
            "dev.heddle.proxy.ForwardingHeader",
            "dev.heddle.proxy.ProxyHeader",
            "dev.heddle.proxy.ProxyOptions",
            "dev.heddle.proxy.TrustedAddresses",
            "dev.heddle.proxy.VersionOne",
            "dev.heddle.proxy.VersionTwo",
            "dev.heddle.tls.Clocks",
            "dev.heddle.tls.FileStamps$Stamp",
            "dev.heddle.tls.Handshakes",
            "dev.heddle.tls.Handshakes$1",
            "dev.heddle.tls.Identity",
            "dev.heddle.tls.PemKey",
            "dev.heddle.tls.Reload",
            "dev.heddle.tls.Tls",
            "dev.heddle.tls.Tls$ClientCertificate",
            "dev.heddle.tls.TlsRecords",
            "dev.heddle.tls.TlsRecords$1");

    /** The classes of the JDK that a connection needs, and a server without connections does not. Those of 21 and 25. */
    private static final List<String> CLASSES_OF_THE_JDK = List.of(
            "java.lang.VirtualThread$DelayedTaskSchedulers",
            "java.net.DelegatingSocketImpl",
            "java.net.Socket",
            "java.net.SocksSocketImpl",
            "java.util.concurrent.FutureTask",
            "java.util.concurrent.ScheduledThreadPoolExecutor",
            "java.util.concurrent.atomic.AtomicReferenceArray",
            "java.util.concurrent.atomic.Striped64$Cell",
            "java.util.concurrent.locks.AbstractQueuedSynchronizer$Node",
            "jdk.internal.misc.Blocker$ForkJoinPools",
            "jdk.internal.misc.VirtualThreads",
            "sun.nio.ch.SelectionKeyImpl",
            "sun.nio.ch.SocketChannelImpl",
            "sun.nio.ch.SocketChannelImpl$DefaultOptionsHolder");

    /** Those that virtual threads need for their waits when the JVM schedules them. They start threads of the JDK. */
    private static final List<String> WAITS_OF_THE_JVM = List.of(
            "java.util.concurrent.DelayScheduler", "java.util.concurrent.ThreadPerTaskExecutor", "sun.nio.ch.Poller");

    private StaticInitializers() {}

    /**
     * Runs those that have not run before. On the thread that starts a server.
     *
     * @param scheduler whose carriers run the server's threads
     */
    static void run(Scheduler scheduler) {
        CLASSES.forEach(StaticInitializers::initialize);
        CLASSES_OF_THE_JDK.forEach(StaticInitializers::initialize);
        if (scheduler == Scheduler.JVM) {
            WAITS_OF_THE_JVM.forEach(StaticInitializers::initialize);
        }
        Http1Protocol.replyToNobody();
    }

    private static void initialize(String name) {
        try {
            Class.forName(name, true, StaticInitializers.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            // Another JDK, or a program packed without what it does not use. What is used is asked for again.
        }
    }
}
