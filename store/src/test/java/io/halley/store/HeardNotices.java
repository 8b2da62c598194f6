package io.halley.store;

import io.halley.shared.bus.InboxNotice;
import io.halley.shared.event.Backlog;
import io.halley.shared.event.Channel;
import io.halley.store.spi.Notice;
import io.halley.store.spi.Notices;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** What a backend said, and what a carrier then brought to the bus, in order. */
final class HeardNotices implements Notices, Bus {

    final BlockingQueue<Notice> notices = new LinkedBlockingQueue<>();
    final BlockingQueue<Backlog> bus = new LinkedBlockingQueue<>();
    final BlockingQueue<InboxNotice> told = new LinkedBlockingQueue<>();
    /** None while the backend opens. */
    volatile @Nullable Carrier carrier;

    @Override
    public void moved(Notice notice) {
        notices.add(notice);
        Carrier to = carrier;
        if (to != null) {
            to.moved(notice);
        }
    }

    @Override
    public void read(Channel own, InboxNotice.Read notice) {
        Carrier to = carrier;
        if (to != null) {
            to.read(own, notice);
        }
    }

    @Override
    public void carry(Backlog backlog) {
        bus.add(backlog);
    }

    @Override
    public void tell(Channel own, InboxNotice notice) {
        told.add(notice);
    }

    @Override
    public void unsure(Channel channel) {
        Carrier to = carrier;
        if (to != null) {
            to.unsure(channel);
        }
    }

    @Override
    public void unsure() {
        Carrier to = carrier;
        if (to != null) {
            to.unsure();
        }
    }
}
