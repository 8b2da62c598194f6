package io.halley.shared.runtime;

import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Why this process can't start, and trying again would not help, in one line for whoever started it: a port that is in
 * use, a data folder that is damaged, a password that is wrong.
 */
public final class StartException extends RuntimeException {

    public StartException(String line) {
        this(line, null);
    }

    public StartException(String line, @Nullable Throwable cause) {
        super(line, cause);
    }

    /** What became of an attempt to listen, in words that name the variable to change. */
    static StartException of(Part.Listener listener, Throwable failure) {
        String port = "port " + listener.port() + " (" + listener.setting() + ")";
        String reason = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        if (reason.contains("already in use")) {
            return new StartException(port + " is in use on " + listener.host());
        }
        if (reason.contains("permission denied")) {
            return new StartException(port + " may not be opened by this user on " + listener.host());
        }
        if (failure instanceof UnknownHostException
                || failure instanceof UnresolvedAddressException
                || reason.contains("assign requested address")
                || reason.contains("failed to resolve")) {
            return new StartException(
                    "HALLEY_HOST: \"" + listener.host() + "\" (expected: an address or name of this machine)");
        }
        return new StartException(port + " can't be opened on " + listener.host() + ": " + failure.getMessage());
    }
}
