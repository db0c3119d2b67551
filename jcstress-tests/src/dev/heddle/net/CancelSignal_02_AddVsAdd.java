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

/** The first two actions of a connection come at the same time. */
@JCStressTest
@Description("Two handlers of a connection add the first actions at once: the signal runs both.")
@Outcome(id = "2", expect = ACCEPTABLE, desc = "Both ran.")
@Outcome(id = "1", expect = FORBIDDEN, desc = "One was lost with the set that it was added to.")
@Outcome(expect = FORBIDDEN, desc = "Something else.")
@State
public class CancelSignal_02_AddVsAdd extends Together {
    private static final SocketAddress PEER = new InetSocketAddress(1);
    private final AtomicInteger runs = new AtomicInteger();
    private final CancelSignal signal = new CancelSignal(Runnable::run, new ServerEvents() {});

    /** A handler. */
    @Actor
    public void one() {
        meet();
        signal.add(PEER, runs::incrementAndGet);
    }

    /** Another. */
    @Actor
    public void other() {
        meet();
        signal.add(PEER, runs::incrementAndGet);
    }

    /** Gives the signal. */
    @Arbiter
    public void after(I_Result r) {
        signal.give();
        r.r1 = runs.get();
    }
}
