package dev.headroom.spec;

import dev.headroom.engine.model.Formula;

/** CEL expressions whose variables are known to whoever evaluates them. */
public final class Expressions {

    private Expressions() {}

    /**
     * Compiles an expression; every name in it is a variable.
     *
     * @throws IllegalArgumentException when it does not compile, with the reason
     */
    public static Formula compile(String text) {
        StringBuilder why = new StringBuilder();
        Formula formula = CelFormula.open(
                text,
                (line, column, message, mend) ->
                        why.append(why.isEmpty() ? "" : "; ").append(message));
        if (formula == null) {
            throw new IllegalArgumentException(why.toString());
        }
        return formula;
    }
}
