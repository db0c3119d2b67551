package dev.heddle.net;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.jcstress.harness.Together;
import dev.heddle.metrics.ServerEvents;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** A handler takes its action back when it has replied, just as its client leaves. */
@JCStressTest
@Description("The signal is given twice while an action is taken back: it runs at most once.")
@Outcome(id = "0", expect = ACCEPTABLE, desc = "It was taken back before.")
@Outcome(id = "1", expect = ACCEPTABLE, desc = "It ran once.")
@Outcome(id = "2", expect = FORBIDDEN, desc = "It ran twice.")
@Outcome(expect = FORBIDDEN, desc = "Something else.")
@State
public class CancelSignal_03_GiveVsRemove extends Together {
    private static final SocketAddress PEER = new InetSocketAddress(1);
    private final AtomicInteger runs = new AtomicInteger();
    private final CancelSignal signal = new CancelSignal(Runnable::run, new ServerEvents() {});
    private final Runnable removal = signal.add(PEER, runs::incrementAndGet);

    /** The handler takes it back, then its connection ends. */
    @Actor
    public void handler() {
        meet();
        removal.run();
        signal.give();
    }

    /** Finds that the client has left. */
    @Actor
    public void watching() {
        meet();
        signal.give();
    }

    /** Counts. */
    @Arbiter
    public void after(I_Result r) {
        r.r1 = runs.get();
    }
}
