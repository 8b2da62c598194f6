package io.halley.shared.event;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * What kind of event it is, chosen by whoever publishes: 1 to 64 of {@code [A-Za-z0-9._:-]}, first a letter or digit.
 * Types that begin with {@code $} are Halley's own. {@code open} and {@code error} are refused: a browser's EventSource
 * dispatches its own events under these names, and a page could not tell them apart.
 */
public record EventType(String name) {

    // first: the constants below are checked by it while they are made
    private static final Pattern RULE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:-]{0,63}");

    public static final EventType MESSAGE = new EventType("message");
    public static final EventType PUSH = new EventType("push");

    /** On {@code presence}: a user is online now. */
    public static final EventType JOIN = new EventType("join");

    /** On {@code presence}: a user is not online any more. */
    public static final EventType LEAVE = new EventType("leave");

    public EventType {
        if (!RULE.matcher(name).matches()) {
            throw new InvalidValueException(
                    "type", name, "1 to 64 of A-Z a-z 0-9 . _ : -, first a letter or digit; $ is Halley's own");
        }
        if (Names.OF_EVENT_SOURCE.contains(name)) {
            throw new InvalidValueException("type", name, "a name other than EventSource's own open and error");
        }
    }

    @Override
    public String toString() {
        return name;
    }

    /** Apart from the record, because its constants look here while they are made. */
    private static final class Names {
        private static final Set<String> OF_EVENT_SOURCE = Set.of("open", "error");
    }
}
