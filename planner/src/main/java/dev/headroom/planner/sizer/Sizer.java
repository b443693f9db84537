package dev.headroom.planner.sizer;

import java.util.List;

/** A rule that says how much of a service a demand needs. */
public interface Sizer {

    /** As it stands in the spec. */
    String name();

    /** What can be entered for it, besides what every service has. */
    List<String> keys();

    /** Defines the service's quantities. */
    void size(Sizing s);
}
