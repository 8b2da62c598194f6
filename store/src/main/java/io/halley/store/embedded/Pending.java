package io.halley.store.embedded;

import io.halley.shared.bus.AppendOutcome;
import io.halley.shared.event.Channel;
import io.halley.shared.event.EventDraft;
import io.halley.shared.event.EventId;
import io.vertx.core.Promise;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that waits for a commit. It belongs to the store's context, but while its commit is written to the writer's
 * thread, which leaves in it what became of it.
 */
sealed interface Pending {

    /** Fails whoever waits for it. */
    void fail(Throwable failure);

    /** Drafts of one channel. */
    final class Append implements Pending {
        final List<EventDraft> drafts;
        final Promise<List<AppendOutcome>> answer = Promise.promise();
        final AppendOutcome[] outcomes;
        final int[] positions;
        final int[] lengths;

        Append(List<EventDraft> drafts) {
            this.drafts = drafts;
            this.outcomes = new AppendOutcome[drafts.size()];
            this.positions = new int[drafts.size()];
            this.lengths = new int[drafts.size()];
        }

        Channel channel() {
            return drafts.get(0).channel();
        }

        /** About what its records take in the log. */
        static long size(List<EventDraft> drafts) {
            long size = 0;
            for (EventDraft draft : drafts) {
                size += draft.data().json().length() + 256L;
            }
            return size;
        }

        @Override
        public void fail(Throwable failure) {
            answer.tryFail(failure);
        }
    }

    /** All events of a channel. */
    final class Delete implements Pending {
        final Channel channel;
        final Promise<Boolean> answer = Promise.promise();

        @Nullable
        EventId next;

        long time;
        int position;
        int length;

        Delete(Channel channel) {
            this.channel = channel;
        }

        @Override
        public void fail(Throwable failure) {
            answer.tryFail(failure);
        }
    }

    /** Records of an old segment, to be put at the end once more. */
    final class Move implements Pending {
        final Segment from;
        final Promise<Void> answer = Promise.promise();
        List<LogRecord> records;
        int[] positions = {};

        Move(Segment from, List<LogRecord> records) {
            this.from = from;
            this.records = records;
        }

        @Override
        public void fail(Throwable failure) {
            answer.tryFail(failure);
        }
    }
}
