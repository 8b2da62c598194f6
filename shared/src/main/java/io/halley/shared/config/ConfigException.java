package io.halley.shared.config;

import java.util.List;

/** Settings that Halley can't start with. */
public final class ConfigException extends RuntimeException {

    private final transient List<String> problems;

    /** Takes one line per problem, each naming the variable, its value and what was expected. */
    public ConfigException(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    /** One line each. */
    public List<String> problems() {
        return problems;
    }
}
