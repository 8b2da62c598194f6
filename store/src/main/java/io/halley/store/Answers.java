package io.halley.store;

import io.halley.shared.bus.ChannelInfo;
import io.halley.shared.bus.GatewayId;
import io.halley.shared.bus.Page;
import io.halley.shared.bus.StoreCommand;
import io.halley.shared.bus.StoreCommand.Append;
import io.halley.shared.bus.StoreCommand.DeleteChannel;
import io.halley.shared.bus.StoreCommand.DescribeChannel;
import io.halley.shared.bus.StoreCommand.DescribePresence;
import io.halley.shared.bus.StoreCommand.FindInbox;
import io.halley.shared.bus.StoreCommand.FindReceipts;
import io.halley.shared.bus.StoreCommand.FindUser;
import io.halley.shared.bus.StoreCommand.Follow;
import io.halley.shared.bus.StoreCommand.ListChannels;
import io.halley.shared.bus.StoreCommand.ListGateways;
import io.halley.shared.bus.StoreCommand.ListInbox;
import io.halley.shared.bus.StoreCommand.ListUsers;
import io.halley.shared.bus.StoreCommand.MarkRead;
import io.halley.shared.bus.StoreCommand.Read;
import io.halley.shared.bus.StoreCommand.Report;
import io.halley.shared.bus.StoreCommand.Report.Part;
import io.halley.shared.bus.StoreCommand.SignIn;
import io.halley.shared.bus.StoreCommand.Unfollow;
import io.halley.shared.bus.StoreException;
import io.halley.store.spi.Inbox;
import io.vertx.core.Future;
import java.lang.System.Logger.Level;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The one place where commands become calls. */
final class Answers {

    private static final System.Logger LOG = System.getLogger(Answers.class.getName());

    private final Backend backend;
    private final Carrier carrier;
    private final InboxReader inboxes;

    Answers(Backend backend, Carrier carrier) {
        this.backend = backend;
        this.carrier = carrier;
        this.inboxes = new InboxReader(backend.events(), backend.inboxes());
    }

    /** What a command answers, on the bus: as {@link io.halley.shared.bus.StoreClient} expects it. */
    Future<?> to(StoreCommand command) {
        if (command instanceof Append append) {
            return backend.events().append(append.drafts());
        } else if (command instanceof Read read) {
            return backend.events().read(read.channel(), read.from(), read.limit());
        } else if (command instanceof Follow follow) {
            return carrier.follow(follow.channel(), follow.follower());
        } else if (command instanceof Unfollow unfollow) {
            carrier.unfollow(unfollow.channel(), unfollow.follower());
            return Future.succeededFuture();
        } else if (command instanceof DescribeChannel describe) {
            return backend.channels()
                    .describe(describe.channel())
                    .compose(info -> counted(info.stream().toList()))
                    .map(infos -> infos.isEmpty() ? null : infos.get(0));
        } else if (command instanceof ListChannels list) {
            return backend.channels()
                    .list(list.prefix(), list.after(), list.limit())
                    .compose(page -> counted(page.items()).map(infos -> new Page<>(infos, page.next())));
        } else if (command instanceof DeleteChannel delete) {
            return backend.channels().delete(delete.channel());
        } else if (command instanceof SignIn signIn) {
            return backend.users().signIn(signIn.user());
        } else if (command instanceof Report report) {
            return take(report);
        } else if (command instanceof FindInbox find) {
            return backend.inboxes().find(find.user()).map(Inbox::state);
        } else if (command instanceof ListInbox list) {
            return inboxes.list(list);
        } else if (command instanceof MarkRead mark) {
            return backend.inboxes().markRead(mark.user(), mark.upTo(), mark.ids());
        } else if (command instanceof FindReceipts find) {
            return inboxes.receipts(find.places());
        } else if (command instanceof DescribePresence) {
            return backend.presence().info();
        } else if (command instanceof ListGateways) {
            return backend.gateways().list();
        } else if (command instanceof FindUser find) {
            return backend.users().find(find.user()).map(user -> user.orElse(null));
        } else if (command instanceof ListUsers list) {
            return backend.users().list(list.onlineOnly(), list.prefix(), list.after(), list.limit());
        }
        throw new IllegalArgumentException("command " + command);
    }

    /** Each part by itself: one that fails holds none of the others up. Answers those that failed. */
    private Future<Map<Part, String>> take(Report report) {
        GatewayId gateway = report.gateway();
        Map<Part, String> failed = new EnumMap<>(Part.class);
        return Future.join(
                        part(Part.INFO, backend.gateways().report(gateway, report.info()), failed),
                        part(
                                Part.SUBSCRIBERS,
                                backend.subscribers().report(gateway.toString(), report.subscribers()),
                                failed),
                        part(
                                Part.LEASES,
                                backend.presence().report(gateway, report.came(), report.renewed(), report.released()),
                                failed),
                        part(Part.PROGRESS, backend.inboxes().progressed(report.progress()), failed))
                .map(taken -> Map.copyOf(failed));
    }

    private static Future<Void> part(Part part, Future<Void> taken, Map<Part, String> failed) {
        return taken.otherwise(failure -> {
            failed.put(part, asStoreException(failure).getMessage());
            return null;
        });
    }

    /** What to tell who asked; what nobody foresaw is only logged. */
    static StoreException asStoreException(Throwable failure) {
        if (failure instanceof StoreException known) {
            return known;
        }
        LOG.log(Level.ERROR, "answering a command", failure);
        return new StoreException("the store failed");
    }

    private Future<List<ChannelInfo>> counted(List<ChannelInfo> infos) {
        return backend.subscribers()
                .of(infos.stream().map(ChannelInfo::channel).toList())
                .map(counts -> infos.stream()
                        .map(info -> info.withSubscribers(counts.getOrDefault(info.channel(), 0)))
                        .toList());
    }
}
