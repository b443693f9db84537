package dev.headroom.controller;

import dev.headroom.engine.Decider;
import dev.headroom.engine.Engine;
import dev.headroom.engine.loop.Notifier;
import java.util.List;

/**
 * What a controller is made of. A live one and one in a simulation differ in nothing else.
 *
 * @param holder its name in leases, unique to this run
 * @param version of the product, to be shown
 * @param mode what becomes of decisions
 * @param timing its time
 * @param connectors what it reads and scales
 * @param vault what it keeps
 * @param notifiers who is told
 * @param decider who decides: the engine
 * @param rules how it goes about its work
 */
public record Parts(
        String holder,
        String version,
        ControllerStatus.Mode mode,
        Timing timing,
        Connectors connectors,
        Vault vault,
        List<Notifier> notifiers,
        Decider decider,
        Rules rules) {

    public Parts {
        notifiers = List.copyOf(notifiers);
        if (holder.isBlank()) {
            throw new IllegalArgumentException("a controller needs a name");
        }
    }

    /** An acting controller with the engine and the usual rules, that tells nobody. */
    public static Parts of(String holder, Timing timing, Connectors connectors, Vault vault) {
        return new Parts(
                holder,
                "",
                ControllerStatus.Mode.ACTING,
                timing,
                connectors,
                vault,
                List.of(),
                Engine.INSTANCE,
                Rules.DEFAULT);
    }

    /** The same in another mode. */
    public Parts in(ControllerStatus.Mode other) {
        return new Parts(holder, version, other, timing, connectors, vault, notifiers, decider, rules);
    }

    /** The same with other rules. */
    public Parts by(Rules other) {
        return new Parts(holder, version, mode, timing, connectors, vault, notifiers, decider, other);
    }

    /** The same that tells these. */
    public Parts telling(List<Notifier> who) {
        return new Parts(holder, version, mode, timing, connectors, vault, who, decider, rules);
    }

    /** The same that shows another version of the product. */
    public Parts versioned(String shown) {
        return new Parts(holder, shown, mode, timing, connectors, vault, notifiers, decider, rules);
    }

    /** The same with another decider. */
    public Parts deciding(Decider other) {
        return new Parts(holder, version, mode, timing, connectors, vault, notifiers, other, rules);
    }
}
