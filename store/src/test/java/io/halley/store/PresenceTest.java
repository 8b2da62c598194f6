package io.halley.store;

import io.halley.shared.bus.GatewayId;
import io.halley.shared.bus.Lease;
import io.halley.shared.bus.Page;
import io.halley.shared.bus.PresenceInfo;
import io.halley.shared.bus.UserInfo;
import io.halley.shared.event.Channel;
import io.halley.shared.event.UserId;
import io.halley.store.spi.LeaseTimes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Brings a backend whose time passes when a test says so to the contract's tests of presence. A lease is written as
 * {@code USER/CLIENT}.
 */
abstract class PresenceTest extends BackendTest {

    /**
     * Of the backend. No sum of steps comes within minutes of any of them, so that it makes no difference how much time
     * really passes meanwhile.
     */
    static final LeaseTimes TIMES = new LeaseTimes(1_400_000, 600_000, 500_000);

    /** Time passes in steps of so many ms. */
    static final long STEP = 400_000;

    static final GatewayId A = new GatewayId("a", 0);
    static final GatewayId B = new GatewayId("b", 1);

    private final TimedFixture fixture;

    /** A fixture that opens a backend with {@link #TIMES}, whose time passes on demand. */
    interface TimedFixture extends Fixture {

        /**
         * Has so many ms pass for presence, in which the store was not away: it was asked for something of presence again
         * and again. When this returns, it has looked for leases that have run out.
         */
        void pass(long ms);

        /** The same, but nothing of presence was asked for. */
        void beAway(long ms);
    }

    PresenceTest(TimedFixture fixture) {
        super(fixture);
        this.fixture = fixture;
    }

    final void pass(int steps) {
        fixture.pass(steps * STEP);
    }

    final void beAway(int steps) {
        fixture.beAway(steps * STEP);
    }

    final void came(GatewayId gateway, String... leases) {
        report(gateway, leases(leases), List.of(), List.of());
    }

    final void renewed(GatewayId gateway, String... leases) {
        report(gateway, List.of(), leases(leases), List.of());
    }

    final void released(GatewayId gateway, String... leases) {
        report(gateway, List.of(), List.of(), leases(leases));
    }

    final void report(GatewayId gateway, List<Lease> came, List<Lease> renewed, List<Lease> released) {
        store().on(() -> store().presence().report(gateway, came, renewed, released));
    }

    static List<Lease> leases(String... texts) {
        return Stream.of(texts)
                .map(text -> {
                    int slash = text.indexOf('/');
                    return new Lease(new UserId(text.substring(0, slash)), text.substring(slash + 1), "sse");
                })
                .toList();
    }

    /** Everyone who is listed as online, in order. */
    final List<UserInfo> listed() {
        List<UserInfo> all = new ArrayList<>();
        String after = null;
        do {
            Page<UserInfo> page = page(after);
            all.addAll(page.items());
            after = page.next();
        } while (after != null);
        return all;
    }

    private Page<UserInfo> page(@Nullable String after) {
        return store().on(() -> store().users().list(true, "", after, 1_000));
    }

    final List<String> online() {
        return listed().stream().map(info -> info.user().value()).toList();
    }

    /** One's leases, ordered, as {@code CLIENT@PROCESS}. */
    static List<String> devices(UserInfo info) {
        return info.devices().stream()
                .map(device -> device.client() + "@" + device.gateway())
                .sorted()
                .toList();
    }

    final List<String> devices(String user) {
        return devices(store().user(user).orElseThrow());
    }

    /** What the log says of who came and went, as {@code join {"user":"alice"}}. */
    final List<String> told() {
        return store().readAll(Channel.PRESENCE).stream()
                .map(event -> event.type() + " " + event.data().json())
                .toList();
    }

    static String join(String user) {
        return "join {\"user\":\"" + user + "\"}";
    }

    static String leave(String user) {
        return "leave {\"user\":\"" + user + "\"}";
    }

    final PresenceInfo info() {
        return store().on(() -> store().presence().info());
    }
}
