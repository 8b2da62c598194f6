package io.halley.shared.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The Comet demos of old, below {@code /classic/}.
 *
 * @param mode whose pages may use them
 * @param pages folder of old pages that are served beside them, as it was when Halley started; null for none
 */
public record ClassicConfig(Mode mode, @Nullable Path pages) {

    /** Whose pages may use the demos. */
    public enum Mode {
        /** They are not there. */
        OFF,
        /** Those of the gateway itself, and what is no browser. */
        SAME_ORIGIN,
        /** Everyone's. */
        OPEN
    }

    /** Whether a page of any site may use them. */
    public boolean isOpen() {
        return mode == Mode.OPEN;
    }

    static ClassicConfig read(Environment variables) {
        return new ClassicConfig(
                variables.oneOf(
                        "HALLEY_CLASSIC",
                        Mode.class,
                        Mode.SAME_ORIGIN,
                        "the Comet demos of old: off; same-origin, for the gateway's own pages; open, for everyone's"),
                variables.folder("HALLEY_CLASSIC_PAGES", "folder of your own old pages, shown below /classic/"));
    }
}
