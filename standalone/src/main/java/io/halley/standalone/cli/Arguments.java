package io.halley.standalone.cli;

import io.halley.shared.event.InvalidValueException;
import io.halley.shared.runtime.UsageException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Arguments of a command: words, and options anywhere between them, each once.
 *
 * @param words those that are no option
 * @param flags options that are there
 * @param values options with the word behind them, as {@code --from start} or {@code --from=start}
 */
record Arguments(List<String> words, Set<String> flags, Map<String, String> values) {

    /**
     * Sorts arguments.
     *
     * @throws UsageException if an option is not known, is there twice, or lacks its value
     */
    static Arguments read(List<String> arguments, Set<String> flags, Set<String> values) {
        Arguments read = new Arguments(new ArrayList<>(), new HashSet<>(), new HashMap<>());
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            int equals = argument.indexOf('=');
            String name = equals < 0 ? argument : argument.substring(0, equals);
            if (!argument.startsWith("-")) {
                read.words.add(argument);
            } else if (flags.contains(argument)) {
                once(read.flags.add(argument), argument);
            } else if (!values.contains(name)) {
                throw new UsageException(argument + ": no such option");
            } else if (equals < 0 && i + 1 == arguments.size()) {
                throw new UsageException(name + ": its value is missing");
            } else {
                String value = equals < 0 ? arguments.get(++i) : argument.substring(equals + 1);
                once(read.values.put(name, value) == null, name);
            }
        }
        return read;
    }

    boolean has(String flag) {
        return flags.contains(flag);
    }

    /** Null if it is not there. */
    @Nullable
    String value(String option) {
        return values.get(option);
    }

    /** Has a value read, and says in which way the command was called wrongly if that fails. */
    static <T> T valid(String text, Function<String, T> parse) {
        try {
            return parse.apply(text);
        } catch (InvalidValueException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    private static void once(boolean first, String option) {
        if (!first) {
            throw new UsageException(option + ": given twice");
        }
    }
}
