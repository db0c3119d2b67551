package dev.heddle.lab.simulate;

import com.google.gson.annotations.SerializedName;

/** What the comparison of a simulated rate with a measured one says. */
public enum Verdict {
    /** It is near enough. */
    @SerializedName("agrees")
    AGREES,
    /** The simulation does not describe the machine. */
    @SerializedName("differs")
    DIFFERS,
    /** Other programs used the cores meanwhile: the measured rate is of no use. */
    @SerializedName("disturbed")
    DISTURBED
}
