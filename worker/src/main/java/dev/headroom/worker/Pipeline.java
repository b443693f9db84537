package dev.headroom.worker;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Stages in a row, from a message to what is made of it.
 *
 * @param <O> what comes out of the last stage
 */
public final class Pipeline<O> {
    private final List<Stage<?, ?>> stages;

    private Pipeline(List<Stage<?, ?>> stages) {
        this.stages = List.copyOf(stages);
        Set<String> names = new HashSet<>();
        for (Stage<?, ?> stage : stages) {
            if (!names.add(stage.name())) {
                throw new IllegalArgumentException("two stages are called '" + stage.name() + "'");
            }
        }
    }

    /** Begins with a stage. */
    public static <O> Pipeline<O> of(Stage<Message, O> first) {
        return new Pipeline<>(List.of(first));
    }

    /** Goes on with a stage that takes what the one before gives. */
    public <P> Pipeline<P> then(Stage<? super O, P> next) {
        List<Stage<?, ?>> more = new ArrayList<>(stages);
        more.add(next);
        return new Pipeline<>(more);
    }

    List<Stage<?, ?>> stages() {
        return stages;
    }
}
