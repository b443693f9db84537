package dev.headroom.interop;

/**
 * A gap that an export met.
 *
 * @param workload whose; empty for the spec as a whole
 * @param gap what the format cannot say
 * @param detail what it was in this spec, such as a policy's label; empty when the key says all
 */
public record Loss(String workload, Gap gap, String detail) {

    /** One line for people. */
    public String render() {
        return (workload.isEmpty() ? "" : workload + ": ") + gap.key() + (detail.isEmpty() ? "" : " (" + detail + ")")
                + ": " + gap.why() + (gap.instead().isEmpty() ? "" : "; " + gap.instead());
    }
}
