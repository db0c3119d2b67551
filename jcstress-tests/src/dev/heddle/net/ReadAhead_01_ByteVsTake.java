package dev.heddle.net;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.jcstress.harness.Together;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** The byte that came while a handler ran is the first one of the next read. */
@JCStressTest
@Description("A byte arrives while the reading thread comes back for it: the thread gets it.")
@Outcome(id = "7", expect = ACCEPTABLE, desc = "It got the byte.")
@Outcome(id = "-1", expect = FORBIDDEN, desc = "It took the end of the input for the byte.")
@Outcome(expect = FORBIDDEN, desc = "Something else.")
@State
public class ReadAhead_01_ByteVsTake extends Together {
    private final ReadAhead ahead = new ReadAhead(new ByteArrayInputStream(new byte[] {7}), () -> {});

    /** Reads ahead. */
    @Actor
    public void ahead() {
        meet();
        ahead.run();
    }

    /** Takes what was read. */
    @Actor
    public void reading(I_Result r) {
        meet();
        byte[] into = new byte[1];
        try {
            r.r1 = ahead.take(into, 0) == 1 ? into[0] : -1;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
