package io.halley.store.redis;

import io.halley.shared.runtime.Health;
import java.lang.System.Logger.Level;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** What keeps the store from its work. Of several reasons {@code /ready} shows the first. Confined to the store's context. */
final class Condition {

    private static final System.Logger LOG = System.getLogger(Condition.class.getName());
    private static final String NAME = "store";

    private final Health health;
    private final Map<Part, String> reasons = new EnumMap<>(Part.class);

    Condition(Health health) {
        this.health = health;
    }

    /** What can fail by itself, the most telling first. */
    enum Part {
        COMMANDS,
        NOTICES,
        WRITES;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A part fails; said in the log once, and again when the reason is another one. */
    void red(Part part, String reason) {
        if (!reason.equals(reasons.put(part, reason))) {
            LOG.log(Level.WARNING, "{0}: {1}", part, reason);
        }
        show();
    }

    void green(Part part) {
        if (reasons.remove(part) != null) {
            show();
        }
    }

    private void show() {
        reasons.values().stream()
                .findFirst()
                .ifPresentOrElse(reason -> health.red(NAME, reason), () -> health.green(NAME));
    }
}
