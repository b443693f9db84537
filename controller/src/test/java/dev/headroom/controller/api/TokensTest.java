package dev.headroom.controller.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class TokensTest {

    @Test
    void findsByTokenAndKeepsNone() {
        String hashed = Tokens.random();
        String plain = Tokens.random();
        String line = Tokens.line("alice", Role.OPERATOR, hashed);
        assertThat(line).startsWith("alice operator sha256:").doesNotContain(hashed);
        Tokens tokens = Tokens.read("tokens", List.of("# ours", "", line, "bob viewer " + plain));
        assertThat(tokens.find(hashed)).hasValue(new Tokens.Principal("alice", Role.OPERATOR));
        assertThat(tokens.find(plain)).hasValue(new Tokens.Principal("bob", Role.VIEWER));
        assertThat(tokens.find(plain + "x")).isEmpty();
        assertThat(tokens.find("")).isEmpty();
    }

    @Test
    void tellsEveryProblemAndNoToken() {
        String secret = "short-secret";
        assertThatThrownBy(() -> Tokens.read(
                        "tokens",
                        List.of(
                                "alice operator " + secret,
                                "bob boss " + Tokens.random(),
                                "carol viewer",
                                "dan viewer sha256:12",
                                "b\u00f6b viewer " + Tokens.random(),
                                "bob viewer " + Tokens.random())))
                .hasMessageContaining("tokens:1: a token has at least 32 characters")
                .hasMessageContaining("tokens:2: the role must be viewer, operator or admin")
                .hasMessageContaining("tokens:3: a line has a name, a role and a token")
                .hasMessageContaining("tokens:4: a token has")
                .hasMessageContaining("tokens:5: a name has")
                .hasMessageContaining("tokens:6: the name 'bob' is there already")
                .hasMessageNotContaining(secret);
    }
}
