package io.halley.standalone.cli;

import io.halley.shared.event.Channel;
import io.halley.shared.event.Position;
import io.halley.shared.runtime.Command;
import io.halley.shared.runtime.UsageException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code watch CHANNEL}: prints events as they come. */
final class WatchCommand implements Command {

    private static final String FROM = "--from";

    /** Which channel to watch, and from where. */
    record Target(Channel channel, Position from) {

        static Target read(List<String> words) {
            Arguments arguments = Arguments.read(words, Set.of(), Set.of(FROM));
            if (arguments.words().size() != 1) {
                throw new UsageException(arguments.words().size() + " channels (expected: one)");
            }
            return new Target(Arguments.valid(arguments.words().get(0), Channel::new), position(arguments.value(FROM)));
        }

        private static Position position(@Nullable String from) {
            return from == null ? Position.NOW : Arguments.valid(from, Position::parse);
        }
    }

    @Override
    public String name() {
        return "watch";
    }

    @Override
    public String usage() {
        return "CHANNEL [--from start|now|last:N|ID]";
    }

    @Override
    public String purpose() {
        return "print a channel's events as they come, one JSON object a line, until Ctrl-C";
    }

    @Override
    public int run(List<String> arguments, Map<String, String> environment) throws InterruptedException {
        Target target = Target.read(arguments);
        return new Watch(new PublisherClient(environment), target, new Output()).run();
    }
}
