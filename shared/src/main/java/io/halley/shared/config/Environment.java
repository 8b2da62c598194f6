package io.halley.shared.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads variables and collects what is wrong with them, so that one start shows all problems. */
final class Environment {

    private static final Pattern BYTES = Pattern.compile("([0-9]{1,15})([kmg]?)", Pattern.CASE_INSENSITIVE);

    private final Map<String, String> variables;
    private final List<String> problems = new ArrayList<>();

    Environment(Map<String, String> variables) {
        this.variables = variables;
    }

    String text(String name, String otherwise) {
        String value = value(name);
        return value == null ? otherwise : value;
    }

    int port(String name, int otherwise) {
        return number(name, otherwise, 1, 65_535);
    }

    int number(String name, int otherwise, int least, int most) {
        return parsed(
                name,
                otherwise,
                text -> {
                    int number = Integer.parseInt(text);
                    if (number < least || number > most) {
                        throw new IllegalArgumentException();
                    }
                    return number;
                },
                "a whole number from " + least + " to " + most);
    }

    /** A number of bytes, or of KiB, MiB or GiB with {@code k}, {@code m} or {@code g} behind it. */
    long bytes(String name, long otherwise, long least, long most) {
        return parsed(
                name,
                otherwise,
                text -> {
                    Matcher parts = BYTES.matcher(text);
                    if (!parts.matches()) {
                        throw new IllegalArgumentException();
                    }
                    int shift = 10
                            * " kmg"
                                    .indexOf(
                                            parts.group(2).isEmpty()
                                                    ? " "
                                                    : parts.group(2).toLowerCase(Locale.ROOT));
                    long bytes = Math.multiplyExact(Long.parseLong(parts.group(1)), 1L << shift);
                    if (bytes < least || bytes > most) {
                        throw new IllegalArgumentException();
                    }
                    return bytes;
                },
                "bytes from " + least + " to " + most + ", or with k, m or g behind");
    }

    /** Never shown in a problem. */
    @Nullable
    String secret(String name, int shortest) {
        String value = value(name);
        if (value == null) {
            return null;
        }
        if (value.length() < shortest || !value.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
            problems.add(
                    name + ": (not shown) (expected: at least " + shortest + " visible ASCII characters, no spaces)");
        }
        return value;
    }

    <E extends Enum<E>> E oneOf(String name, Class<E> type, E otherwise) {
        String words = Arrays.stream(type.getEnumConstants())
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(" or "));
        return parsed(name, otherwise, text -> Enum.valueOf(type, text.toUpperCase(Locale.ROOT)), words);
    }

    /** @param parse says in the message of its IllegalArgumentException what was expected */
    <T> T parsed(String name, T otherwise, Function<String, T> parse) {
        return parsed(name, otherwise, parse, null);
    }

    void failOnProblems() {
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
    }

    private <T> T parsed(String name, T otherwise, Function<String, T> parse, @Nullable String expected) {
        String value = value(name);
        if (value == null) {
            return otherwise;
        }
        try {
            return parse.apply(value);
        } catch (IllegalArgumentException | ArithmeticException e) {
            problems.add(
                    name + ": \"" + value + "\" (expected: " + (expected == null ? e.getMessage() : expected) + ")");
            return otherwise;
        }
    }

    /** An empty variable counts as unset, as compose files make them. */
    private @Nullable String value(String name) {
        String value = variables.get(name);
        return value == null || value.isBlank() ? null : value.strip();
    }
}
