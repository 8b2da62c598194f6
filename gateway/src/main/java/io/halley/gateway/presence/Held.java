package io.halley.gateway.presence;

import io.halley.shared.bus.Lease;
import io.halley.shared.event.UserId;

/** One lease that is held here, by the connections of one client. Confined to its loop. */
final class Held {

    /** Names a lease in the whole cluster. */
    record Name(UserId user, String client) {
        static Name of(Lease lease) {
            return new Name(lease.user(), lease.client());
        }
    }

    private static final String POLL = "poll";

    private final Name name;
    private String transport = POLL;
    private int connections;
    private int streams;

    Held(Name name) {
        this.name = name;
    }

    Name name() {
        return name;
    }

    /** A poll beside a stream says nothing: it is how the client looks whether its stream still lives. */
    void add(String with) {
        connections++;
        if (!with.equals(POLL)) {
            streams++;
        }
        if (!with.equals(POLL) || streams == 0) {
            transport = with;
        }
    }

    /** Answers whether that was the last one. */
    boolean remove(String with) {
        connections--;
        if (!with.equals(POLL)) {
            streams--;
        }
        return connections == 0;
    }

    Lease lease() {
        return new Lease(name.user(), name.client(), transport);
    }
}
