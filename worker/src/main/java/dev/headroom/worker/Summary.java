package dev.headroom.worker;

/**
 * What a worker has done, in messages.
 *
 * @param received taken from the queue
 * @param redelivered of those, received before
 * @param done written to the sink and acknowledged
 * @param returned given back to the queue, after a failure or at the end
 * @param buried put aside with a reason
 * @param lost written but not acknowledged: they come again
 */
public record Summary(long received, long redelivered, long done, long returned, long buried, long lost) {}
