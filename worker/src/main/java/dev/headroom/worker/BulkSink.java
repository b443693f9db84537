package dev.headroom.worker;

import java.util.List;

/** Where results go, many at a time. Several bulks may be written at once. */
public interface BulkSink<T> {

    /**
     * An item that was not written while others of its bulk were.
     *
     * @param index in the bulk, from 0
     * @param why for people
     * @param forGood whether writing it again is of no use: then its message goes to the dead letters
     */
    record Rejected(int index, String why, boolean forGood) {}

    /**
     * Writes a bulk, durably: when this returns the messages are acknowledged.
     *
     * @return those that were not written; empty when all were
     * @throws Exception if the sink did not do its work; the whole bulk is written again later
     */
    List<Rejected> write(List<Item<T>> items) throws Exception;
}
