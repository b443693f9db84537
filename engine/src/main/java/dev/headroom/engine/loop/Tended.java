package dev.headroom.engine.loop;

import java.time.Duration;
import java.util.List;

/** A target that has work of its own to do between the turns of its loop, such as a supervisor of processes. */
public interface Tended {

    /** How a look after it ended. */
    sealed interface Care {
        /** Done; what happened, as sentences for people. */
        record Done(List<String> events) implements Care {
            public Done {
                events = List.copyOf(events);
            }
        }

        /** Another controller has it now: nothing was done, and nothing will be. */
        record Fenced(String why) implements Care {}

        /** Not done; try again later. */
        record Failed(String why) implements Care {}
    }

    /** Time from one look to the next. */
    Duration every();

    /** Looks after it once; it may block for a while. Not called twice at once. */
    Care tend();
}
