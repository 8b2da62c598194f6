package io.halley.shared.runtime;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/** What is done again and again and fails for a while: logged when it begins to, and not each time. Confined to one context. */
public final class Complaint {

    private final Logger log;
    private final String what;
    private @Nullable String reason;

    /** Says {@code what} before the reason. */
    public Complaint(Logger log, String what) {
        this.log = log;
        this.what = what;
    }

    /** It failed again. */
    public void about(Throwable failure) {
        String now = String.valueOf(failure.getMessage());
        if (!now.equals(reason)) {
            reason = now;
            log.log(Level.WARNING, "{0}: {1}", what, now);
        }
    }

    /** It works again. */
    public void end() {
        reason = null;
    }
}
