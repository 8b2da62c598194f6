package io.halley.shared.bus;

import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;

/**
 * The store could not do what was asked: it is away, full, or slower than it may be. Whether an append took place is
 * unknown; repeating it is safe with an idempotency key.
 */
public final class StoreException extends ReplyException {

    /** @param reason one line for whoever asked: {@code the disk is full}, {@code the store does not answer} … */
    public StoreException(String reason) {
        super(ReplyFailure.RECIPIENT_FAILURE, reason);
    }
}
