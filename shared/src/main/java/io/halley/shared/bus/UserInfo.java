package io.halley.shared.bus;

import io.halley.shared.event.UserId;
import java.util.List;

/**
 * A user who has signed in at least once.
 *
 * @param firstSeen ms since 1970
 * @param lastSeen ms since 1970; of who is online, the time of the answer
 * @param online whether there is a lease
 * @param devices one per lease; none if not online
 */
public record UserInfo(UserId user, long firstSeen, long lastSeen, boolean online, List<Device> devices) {
    public UserInfo {
        devices = List.copyOf(devices);
    }
}
