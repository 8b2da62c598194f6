package io.halley.store.embedded;

import io.halley.store.embedded.Users.Times;
import io.vertx.core.Future;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** The users' map on the disk. Everything here is done on the writer's thread. */
final class UserFile {

    private static final String MAP = "users";

    private final SmallMaps maps;
    private final Worker worker;

    UserFile(SmallMaps maps, Worker worker) {
        this.maps = maps;
        this.worker = worker;
    }

    static Map<String, Times> load(SmallMaps maps) throws IOException {
        Map<String, Times> users = new TreeMap<>();
        maps.map(MAP).forEach((user, text) -> {
            int space = text.indexOf(' ');
            users.put(
                    user,
                    new Times(Long.parseLong(text.substring(0, space)), Long.parseLong(text.substring(space + 1))));
        });
        return users;
    }

    /** Puts users; what is put is on the disk a few seconds later. */
    Future<Void> write(Map<String, Times> users) {
        return worker.write(() -> {
            put(users);
            return null;
        });
    }

    /** Puts users; answers when they are on the disk. */
    Future<Void> writeForced(Map<String, Times> users) {
        return worker.write(() -> {
            put(users);
            maps.sync();
            return null;
        });
    }

    private void put(Map<String, Times> users) throws IOException {
        for (Map.Entry<String, Times> entry : users.entrySet()) {
            Times times = entry.getValue();
            maps.put(MAP, entry.getKey(), times.first() + " " + times.last());
        }
    }
}
