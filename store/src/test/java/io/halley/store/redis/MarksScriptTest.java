package io.halley.store.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.halley.shared.event.Channel;
import io.halley.shared.event.EventId;
import io.halley.store.spi.LogRange;
import io.halley.store.spi.LogRange.Epoch;
import io.halley.store.spi.Mark;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The marks of the scripts are those of Java, to the letter, whatever becomes of them and of their log. */
final class MarksScriptTest extends RedisTest {

    /** Each step is a line, LOG EPOCHS FIRST HEAD or a call with an offset, or several, and a time; answers every mark. */
    private static final String DRIVER =
            """
            local range = { epochs = '', terms = {}, first = 1, head = 0 }
            local mark = first_mark(range, ARGV[1] == '1')
            local answers = {}
            for i = 2, #ARGV do
              local call, a, b, c = string.match(ARGV[i], '^(%S+) (%S+) (%d+) ?(%d*)$')
              if call == 'log' then
                range = { epochs = a, terms = {}, first = tonumber(b), head = tonumber(c) }
                for name, first in string.gmatch(a, '([0-9a-z]+):(%d+)') do
                  range.terms[#range.terms + 1] = { name = name, first = tonumber(first) }
                end
              else
                mark = settle(parse_mark(format_mark(mark)), range)
                if call == 'up' then
                  read_up_to(mark, tonumber(a), tonumber(b))
                elseif call == 'ids' then
                  local offsets = {}
                  for offset in string.gmatch(a, '%d+') do
                    offsets[#offsets + 1] = tonumber(offset)
                  end
                  read_ids(mark, offsets, tonumber(b))
                elseif call == 'written' then
                  add_step(mark.written, tonumber(a), tonumber(b))
                elseif call == 'anew' then
                  mark = first_mark(range, a == '1')
                end
              end
              answers[#answers + 1] = format_mark(mark) .. ' ' .. text(unread(mark)) .. ' '
                .. id_at(range, mark.up_to) .. ' ' .. tostring(names(range, mark.epoch, mark.up_to))
            end
            return table.concat(answers, '\\n')
            """;

    private final List<Epoch> epochs = new ArrayList<>();
    private final List<String> steps = new ArrayList<>();
    private final List<String> expected = new ArrayList<>();
    private LogRange range = LogRange.NONE;
    private Mark mark = Mark.first(new Channel("user:1"), range);
    private Random random = new Random(0);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void the_scripts_and_java_have_the_same_marks(long seed) throws IOException {
        random = new Random(seed);
        for (int i = 0; i < 400; i++) {
            take(random.nextInt(20));
            expected.add(mark + " " + mark.unread() + " " + range.idAt(mark.upTo()) + " "
                    + range.names(new EventId(mark.head().epoch(), mark.upTo())));
        }
        List<String> command =
                new ArrayList<>(List.of("EVAL", resource("clock.lua") + resource("marks.lua") + DRIVER, "0", "0"));
        command.addAll(steps);
        String answer = redis().cli(command.toArray(String[]::new));
        assertThat(answer.lines().toList()).isEqualTo(expected);
    }

    private static String resource(String name) throws IOException {
        try (InputStream resource = requireNonNull(Script.class.getResourceAsStream(name))) {
            return new String(resource.readAllBytes(), UTF_8);
        }
    }

    private void take(int dice) {
        int time = 1_000 + steps.size() / 3;
        if (dice < 7) {
            changeLog(dice == 0 ? 1 + random.nextInt(5) : 0);
            steps.add("log " + epochsText() + " " + range.earliest() + " " + range.head());
            return;
        }
        mark = mark.settled(range);
        long offset = Math.max(0, range.earliest() - 3 + random.nextInt(60));
        if (dice < 10) {
            steps.add("up " + offset + " " + time);
            mark = mark.upTo(offset, time);
        } else if (dice < 15) {
            List<Long> offsets = Stream.generate(() -> offset + random.nextInt(40))
                    .limit(1 + random.nextInt(20))
                    .toList();
            steps.add("ids " + offsets.toString().replace(" ", "") + " " + time);
            mark = mark.ids(offsets, time);
        } else if (dice < 18) {
            long clamped = Math.min(offset, mark.head().offset());
            steps.add("written " + clamped + " " + time);
            mark = mark.written(clamped, time);
        } else {
            boolean isUsers = dice == 18 && random.nextInt(5) == 0;
            steps.add((isUsers ? "anew 1 " : "look 0 ") + time);
            mark = isUsers ? Mark.first(Channel.USERS, range) : mark;
        }
    }

    /** A few more events, trimmed a bit; or what happens seldom. */
    private void changeLog(int seldom) {
        long head = range.head();
        long earliest = range.earliest();
        if (seldom == 1) {
            epochs.clear();
            range = LogRange.NONE;
            return;
        } else if (seldom == 2) {
            epochs.clear();
            epochs.add(fresh(head + 1));
            range = new LogRange(epochs, head + 1, head);
            return;
        } else if (seldom == 3 && head > 2) {
            head = Math.max(earliest - 1, head - 5);
            long last = head;
            epochs.removeIf(epoch -> epoch.first() > last && epochs.indexOf(epoch) > 0);
        }
        if (seldom > 2 || epochs.isEmpty()) {
            epochs.add(fresh(head + 1));
        }
        head += 1 + random.nextInt(30);
        earliest = Math.min(head + 1, earliest + random.nextInt(20));
        while (epochs.size() > 1 && epochs.get(1).first() < earliest) {
            epochs.remove(0);
        }
        range = new LogRange(epochs, earliest, head);
    }

    private Epoch fresh(long first) {
        return new Epoch("epoch%05d".formatted(steps.size()), first);
    }

    private String epochsText() {
        return epochs.isEmpty()
                ? "-"
                : epochs.stream()
                        .map(epoch -> epoch.name() + ":" + epoch.first())
                        .collect(Collectors.joining(","));
    }
}
