package dev.heddle.jcstress.concurrent;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.concurrent.Lease;
import dev.heddle.jcstress.harness.Together;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** The queue of a carrier is plain memory. */
@JCStressTest
@Description("A thread takes over from a driver that has just entered a task: it sees what the driver wrote before.")
@Outcome(id = "-1", expect = ACCEPTABLE, desc = "The driver was not inside a task yet.")
@Outcome(id = "1", expect = ACCEPTABLE, desc = "Taken over, with what the driver wrote.")
@Outcome(id = "0", expect = FORBIDDEN, desc = "Taken over, without what the driver wrote.")
@Outcome(expect = FORBIDDEN, desc = "Something else.")
@State
public class Lease_03_WhatTheDriverWrote extends Together {
    private final Lease lease = new Lease();
    private int written;

    /** Enters a task that will block it. */
    @Actor
    public void driver() {
        meet();
        written = 1;
        lease.begin();
    }

    /** Takes over. */
    @Actor
    public void other(I_Result r) {
        meet();
        r.r1 = lease.take(lease.turn()) ? written : -1;
    }
}
