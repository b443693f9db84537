package dev.headroom.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.worker.Message;
import dev.headroom.worker.MessageQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every {@link MessageQueue} must do. */
public abstract class MessageQueueContract {
    private static final Duration HOLD = Duration.ofSeconds(2);

    /** A new queue with these bodies in it. */
    protected abstract MessageQueue with(String... bodies);

    /** Lets time pass, for the queue at least. */
    protected abstract void pass(Duration span) throws InterruptedException;

    /** The reasons of what was put aside in the queue made last. */
    protected abstract List<String> reasons();

    private static List<Message> receive(MessageQueue queue, int most, Duration visibility)
            throws InterruptedException {
        MessageQueue.Received received = queue.receive(most, Duration.ZERO, visibility);
        assertThat(received).isInstanceOf(MessageQueue.Received.Messages.class);
        return ((MessageQueue.Received.Messages) received).messages();
    }

    /** Receives until nothing comes; a queue need not give all it has at once. */
    private static List<Message> receiveAll(MessageQueue queue) throws InterruptedException {
        List<Message> all = new ArrayList<>();
        for (List<Message> some = receive(queue, 10, Duration.ofMinutes(1)); !some.isEmpty(); ) {
            all.addAll(some);
            some = receive(queue, 10, Duration.ofMinutes(1));
        }
        return all;
    }

    @Test
    void givesEachMessageOnceWhileItIsHeld() throws Exception {
        String[] bodies = new String[25];
        for (int i = 0; i < bodies.length; i++) {
            bodies[i] = "body " + i + " ä <&>\n";
        }
        MessageQueue queue = with(bodies);
        List<Message> all = receiveAll(queue);
        assertThat(all).extracting(Message::body).containsExactlyInAnyOrder(bodies);
        assertThat(all).extracting(Message::receives).containsOnly(1);
        assertThat(all).extracting(Message::id).doesNotHaveDuplicates();
        assertThat(queue.depth()).contains(new MessageQueue.Depth(0, 25, 0));
    }

    @Test
    void givesNoMoreThanWereAskedFor() throws Exception {
        MessageQueue queue = with("a", "b", "c", "d", "e");
        assertThat(receive(queue, 2, HOLD)).hasSizeBetween(1, 2);
    }

    @Test
    void anEmptyQueueGivesNothing() throws Exception {
        MessageQueue queue = with();
        assertThat(receive(queue, 10, HOLD)).isEmpty();
        assertThat(queue.depth()).contains(new MessageQueue.Depth(0, 0, 0));
    }

    @Test
    void whatIsAcknowledgedNeverComesAgain() throws Exception {
        MessageQueue queue = with("a", "b", "c");
        assertThat(queue.acknowledge(receiveAll(queue))).isEmpty();
        pass(HOLD.plusSeconds(1));
        assertThat(receive(queue, 10, HOLD)).isEmpty();
        assertThat(queue.depth()).contains(new MessageQueue.Depth(0, 0, 0));
    }

    @Test
    void whatIsNotAcknowledgedComesAgainAndIsCounted() throws Exception {
        MessageQueue queue = with("a");
        Message first = receive(queue, 10, HOLD).get(0);
        pass(HOLD.plusSeconds(1));
        Message second = receive(queue, 10, HOLD).get(0);
        assertThat(second.id()).isEqualTo(first.id());
        assertThat(second.body()).isEqualTo("a");
        assertThat(second.receives()).isEqualTo(2);
    }

    @Test
    void holdingLongerKeepsItAway() throws Exception {
        MessageQueue queue = with("a");
        Duration first = Duration.ofSeconds(6); // for the machine to come to the next line
        List<Message> held = receive(queue, 10, first);
        assertThat(queue.hold(held, Duration.ofMinutes(1))).isEmpty();
        pass(first.plusSeconds(1));
        assertThat(receive(queue, 10, HOLD)).isEmpty();
    }

    @Test
    void whatIsGivenBackComesAtOnce() throws Exception {
        MessageQueue queue = with("a", "b");
        List<Message> held = receiveAll(queue);
        assertThat(queue.hold(held, Duration.ZERO)).isEmpty();
        Set<String> again = new HashSet<>();
        receiveAll(queue).forEach(message -> again.add(message.body()));
        assertThat(again).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void acknowledgingTwiceIsNoFailure() throws Exception {
        MessageQueue queue = with("a");
        List<Message> held = receive(queue, 1, HOLD);
        assertThat(queue.acknowledge(held)).isEmpty();
        assertThat(queue.acknowledge(held)).isEmpty();
    }

    @Test
    void whatIsGoneCannotBeHeld() throws Exception {
        MessageQueue queue = with("a");
        List<Message> held = receive(queue, 1, HOLD);
        queue.acknowledge(held);
        Map<Message, String> failed = queue.hold(held, HOLD);
        assertThat(failed).containsOnlyKeys(held);
        assertThat(failed.get(held.get(0))).isNotBlank();
    }

    @Test
    void whatIsPutAsideIsKeptWithItsReason() throws Exception {
        MessageQueue queue = with("a", "b");
        Message bad = receiveAll(queue).stream()
                .filter(m -> m.body().equals("b"))
                .findFirst()
                .orElseThrow();
        assertThat(queue.bury(bad, "read: the file is “empty”\n")).isEmpty();
        assertThat(queue.depth()).contains(new MessageQueue.Depth(0, 1, 1));
        assertThat(reasons()).containsExactly("read: the file is “empty”\n");
    }
}
