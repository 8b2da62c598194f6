package io.halley.shared.config;

import io.halley.shared.event.InvalidValueException;
import java.nio.file.Files;
import java.nio.file.Path;
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

/**
 * Reads variables, collecting what is wrong with them, so that one start shows all problems, and which ones there are,
 * so that nothing else has to know.
 */
final class Environment {

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");
    private static final Pattern BYTES = Pattern.compile("([0-9]{1,15})([kmg]?)", Pattern.CASE_INSENSITIVE);
    private static final String UNITS = "kmg";

    private final Map<String, String> variables;
    private final List<Setting> settings = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    Environment(Map<String, String> variables) {
        this.variables = variables;
    }

    String text(String name, String otherwise, String meaning) {
        return parsed(new Setting(name, otherwise, meaning), "text", text -> text);
    }

    int port(String name, int otherwise, String meaning) {
        return number(name, otherwise, 1, 65_535, meaning);
    }

    int number(String name, int otherwise, int least, int most, String meaning) {
        Setting setting = new Setting(name, Integer.toString(otherwise), meaning);
        return parsed(setting, "a whole number from " + least + " to " + most, text -> {
            check(NUMBER.matcher(text).matches());
            int number = Integer.parseInt(text);
            check(number >= least && number <= most);
            return number;
        });
    }

    /** A number of bytes, or of KiB, MiB or GiB with {@code k}, {@code m} or {@code g} behind it. */
    long bytes(String name, String otherwise, String least, String most, String meaning) {
        String expected = "bytes, or with k, m or g behind, from " + least + " to " + most;
        return parsed(new Setting(name, otherwise, meaning), expected, text -> {
            long bytes = bytes(text);
            check(bytes >= bytes(least) && bytes <= bytes(most));
            return bytes;
        });
    }

    <E extends Enum<E>> E oneOf(String name, Class<E> type, E otherwise, String meaning) {
        String words =
                Arrays.stream(type.getEnumConstants()).map(Environment::word).collect(Collectors.joining(" or "));
        Setting setting = new Setting(name, word(otherwise), meaning);
        return parsed(
                setting,
                words,
                text -> Enum.valueOf(type, text.toUpperCase(Locale.ROOT).replace('-', '_')));
    }

    /** A folder that is there; null if it is not set. */
    @Nullable
    Path folder(String name, String meaning) {
        settings.add(new Setting(name, "", meaning));
        String value = value(name);
        if (value == null) {
            return null;
        }
        try {
            Path folder = Path.of(value);
            check(Files.isDirectory(folder) && Files.isReadable(folder));
            return folder;
        } catch (IllegalArgumentException e) {
            problems.add(name + ": " + InvalidValueException.quote(value) + " (expected: a folder that can be read)");
            return null;
        }
    }

    /** @param parse throws IllegalArgumentException for a value that is none */
    <T> T parsed(Setting setting, String expected, Function<String, T> parse) {
        return parsed(setting, "\"" + value(setting.name()) + "\"", expected, parse);
    }

    /** The same for what may hold a password: never shown in a problem. */
    <T> T hidden(Setting setting, String expected, Function<String, T> parse) {
        return parsed(setting, "(not shown)", expected, parse);
    }

    /** Null if it is not set. Never shown in a problem. */
    @Nullable
    String secret(Setting setting, int shortest) {
        settings.add(setting);
        String value = value(setting.name());
        if (value != null && !Secrets.isSecret(value, shortest)) {
            problems.add(setting.name() + ": (not shown) (expected: at least " + shortest
                    + " visible ASCII characters, no spaces)");
        }
        return value;
    }

    /** Which variables were asked for, in this order. */
    List<Setting> settings() {
        return List.copyOf(settings);
    }

    /** A value that another setting has already, and needs to itself. */
    void notDifferent(String name, int value, String other) {
        problems.add(name + ": \"" + value + "\" (expected: another one than " + other + ")");
    }

    void failOnProblems() {
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
    }

    private <T> T parsed(Setting setting, String shown, String expected, Function<String, T> parse) {
        settings.add(setting);
        String value = value(setting.name());
        if (value != null) {
            try {
                return parse.apply(value);
            } catch (IllegalArgumentException | ArithmeticException e) {
                problems.add(setting.name() + ": " + shown + " (expected: " + expected + ")");
            }
        }
        return parse.apply(setting.otherwise());
    }

    private static long bytes(String text) {
        Matcher parts = BYTES.matcher(text);
        check(parts.matches());
        int unit =
                parts.group(2).isEmpty() ? 0 : 1 + UNITS.indexOf(parts.group(2).toLowerCase(Locale.ROOT));
        return Math.multiplyExact(Long.parseLong(parts.group(1)), 1L << (10 * unit));
    }

    private static void check(boolean holds) {
        if (!holds) {
            throw new IllegalArgumentException();
        }
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** An empty variable counts as unset, as compose files make them. */
    private @Nullable String value(String name) {
        String value = variables.get(name);
        return value == null || value.isBlank() ? null : value.strip();
    }
}
