package io.halley.store.spi;

import io.halley.shared.bus.Page;
import io.halley.shared.bus.UserInfo;
import io.halley.shared.event.UserId;
import io.vertx.core.Future;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who was ever here. Called and answered as {@link EventStore} is. */
public interface UserDirectory {

    /** Writes a user down, if new, and as seen now; durable when answered. */
    Future<Void> signIn(UserId user);

    /** Empty if nobody of that id ever signed in. */
    Future<Optional<UserInfo>> find(UserId user);

    /**
     * Ordered by id, above {@code after}; {@code limit} is 1 to 1,000. A page may have fewer, also none, and still lead on.
     */
    Future<Page<UserInfo>> list(boolean onlineOnly, String prefix, @Nullable String after, int limit);
}
