package io.halley.gateway.subscription;

/** How far a subscription has come. */
enum Stage {
    /** Where reading starts is not found out yet for all that it began with: none of them is read. */
    OPENING,
    /** Nor is it for channels that were added; the others are read. */
    STARTING,
    /** All are read, or may be once where they start was said. */
    READING,
    /** It has been at the head since channels were added last. */
    CAUGHT_UP,
    /** Its connection is gone: nothing is read or written for it any more. */
    CLOSED
}
