package io.halley.shared.bus;

/**
 * What one event loop of a gateway, or a whole process, does.
 *
 * @param gateway the process
 * @param streams open now
 * @param polls held now
 * @param users with a connection here now; of a process, one on two event loops counts twice
 * @param events written to connections since the process began
 */
public record GatewayInfo(String gateway, int streams, int polls, int users, long events) {

    /** Both together, under the name of this one. */
    public GatewayInfo plus(GatewayInfo other) {
        return new GatewayInfo(
                gateway, streams + other.streams, polls + other.polls, users + other.users, events + other.events);
    }
}
