package dev.headroom.connectors.redis;

import io.lettuce.core.cluster.SlotHash;

/**
 * Names of what a cache keeps: for a key its value, the lease to fill it and the mark that there are copies, all in one slot; and
 * for each copy its value and lease in one slot, a quarter of the slots away from the copy before, so that copies lie on
 * different servers of a cluster.
 */
final class CacheKeys {

    /** How many there are of a hot value, the first included. */
    static final int COPIES = 4;

    private static final int QUARTER = SlotHash.SLOT_COUNT / COPIES;

    private final String prefix;

    CacheKeys(String prefix) {
        this.prefix = prefix;
    }

    /**
     * The value's name.
     *
     * @param copy 0 for the first, to 3
     */
    byte[] value(String key, int copy) {
        return Script.bytes(tag(key, copy) + ":v");
    }

    /** The lease's name. */
    byte[] lease(String key, int copy) {
        return Script.bytes(tag(key, copy) + ":l");
    }

    /** The name of the mark that there may be copies. */
    byte[] mark(String key) {
        return Script.bytes(tag(key, 0) + ":m");
    }

    private String tag(String key, int copy) {
        // A brace of the key must not end the part that decides on the slot.
        String plain = key.replace("%", "%25").replace("{", "%7B").replace("}", "%7D");
        String first = "0:" + plain;
        if (copy > 0) {
            int quarter = (SlotHash.getSlot(first) / QUARTER + copy) % COPIES;
            for (int n = 0; n < 1000; n++) { // four on average
                String tag = copy + "." + n + ":" + plain;
                if (SlotHash.getSlot(tag) / QUARTER == quarter) {
                    return prefix + ":{" + tag + "}";
                }
            }
        }
        return prefix + ":{" + (copy == 0 ? first : copy + ":" + plain) + "}";
    }
}
