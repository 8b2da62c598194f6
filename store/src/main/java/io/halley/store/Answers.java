package io.halley.store;

import io.halley.shared.bus.ChannelInfo;
import io.halley.shared.bus.Page;
import io.halley.shared.bus.StoreCommand;
import io.halley.shared.bus.StoreCommand.Append;
import io.halley.shared.bus.StoreCommand.DeleteChannel;
import io.halley.shared.bus.StoreCommand.DescribeChannel;
import io.halley.shared.bus.StoreCommand.FindUser;
import io.halley.shared.bus.StoreCommand.Follow;
import io.halley.shared.bus.StoreCommand.ListChannels;
import io.halley.shared.bus.StoreCommand.ListUsers;
import io.halley.shared.bus.StoreCommand.Read;
import io.halley.shared.bus.StoreCommand.Report;
import io.halley.shared.bus.StoreCommand.SignIn;
import io.halley.shared.bus.StoreCommand.Unfollow;
import io.vertx.core.Future;

/** The one place where commands become calls. */
final class Answers {

    private final Backend backend;
    private final Carrier carrier;
    private final SubscriberCounts subscribers = new SubscriberCounts();

    Answers(Backend backend, Carrier carrier) {
        this.backend = backend;
        this.carrier = carrier;
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
            return backend.channels().describe(describe.channel()).map(info -> info.map(this::counted)
                    .orElse(null));
        } else if (command instanceof ListChannels list) {
            return backend.channels()
                    .list(list.prefix(), list.after(), list.limit())
                    .map(this::counted);
        } else if (command instanceof DeleteChannel delete) {
            return backend.channels().delete(delete.channel());
        } else if (command instanceof SignIn signIn) {
            return backend.users().signIn(signIn.user());
        } else if (command instanceof Report report) {
            subscribers.report(report);
            return backend.users().seen(report.seen());
        } else if (command instanceof FindUser find) {
            return backend.users().find(find.user()).map(user -> user.orElse(null));
        } else if (command instanceof ListUsers list) {
            return backend.users().list(list.onlineOnly(), list.prefix(), list.after(), list.limit());
        }
        throw new IllegalArgumentException("command " + command);
    }

    private Page<ChannelInfo> counted(Page<ChannelInfo> page) {
        return new Page<>(page.items().stream().map(this::counted).toList(), page.next());
    }

    private ChannelInfo counted(ChannelInfo info) {
        return new ChannelInfo(
                info.channel(),
                info.earliest(),
                info.head(),
                info.events(),
                info.bytes(),
                subscribers.of(info.channel()));
    }
}
