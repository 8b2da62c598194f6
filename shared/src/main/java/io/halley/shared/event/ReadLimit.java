package io.halley.shared.event;

/**
 * How much one read returns at most: whichever bound is met first. One event is returned even if it alone is larger.
 *
 * @param events 1 to 1,000
 * @param bytes roughly, of events as they are stored; at least 1
 */
public record ReadLimit(int events, int bytes) {

    /** What one turn of replay moves, per connection. */
    public static final ReadLimit PAGE = new ReadLimit(256, 256 * 1024);

    public ReadLimit {
        if (events < 1 || events > 1000 || bytes < 1) {
            throw new IllegalArgumentException("limit of " + events + " events, " + bytes + " bytes");
        }
    }
}
