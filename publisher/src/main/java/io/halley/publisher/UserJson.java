package io.halley.publisher;

import io.halley.shared.bus.Device;
import io.halley.shared.bus.PresenceInfo;
import io.halley.shared.bus.UserInfo;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** A user, and how sure it is who is online, in JSON. */
final class UserJson {

    private UserJson() {}

    static JsonObject of(UserInfo info) {
        JsonArray devices = new JsonArray();
        info.devices().forEach(device -> devices.add(of(device)));
        return new JsonObject()
                .put("user", info.user().value())
                .put("online", info.online())
                .put("firstSeen", info.firstSeen())
                .put("lastSeen", info.lastSeen())
                .put("devices", devices);
    }

    static JsonObject of(PresenceInfo presence) {
        return new JsonObject().put("online", presence.online()).put("unknownSince", presence.unknownSince());
    }

    private static JsonObject of(Device device) {
        return new JsonObject()
                .put("client", device.client())
                .put("transport", device.transport())
                .put("gateway", device.gateway())
                .put("since", device.since());
    }
}
