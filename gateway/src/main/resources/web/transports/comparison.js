/** Whether several readers of one log were given the same events in the same order. */

const KEPT = 1_000; // ids; a reader that is further behind has missed what goes

/** For readers of these names. Ids are compared as they come, with the order in which they first came to any of them. */
export function comparison(names) {
  const readers = new Map(names.map((name) => [name, { next: 0, missing: 0, extra: 0 }]));
  const order = [];
  let gone = 0; // ids that were in `order` before those that are

  function forget() {
    order.shift();
    gone++;
    for (const reader of readers.values()) {
      if (reader.next < gone) {
        reader.next = gone;
        reader.missing++;
      }
    }
  }

  return {
    /** What is wrong with this event's coming to this reader now: null, `gap` (some are missing before it) or `extra`. */
    arrived(name, id) {
      const reader = readers.get(name);
      const known = order.indexOf(id);
      if (known < 0 && reader.next < gone + order.length) {
        reader.extra++; // the others have something else there
        return "extra";
      }
      if (known < 0) {
        order.push(id);
        order.length > KEPT && forget();
      }
      const index = gone + (known < 0 ? order.length - 1 : known);
      if (index < reader.next) {
        reader.extra++;
        return "extra";
      }
      const missed = index - reader.next;
      reader.missing += missed;
      reader.next = index + 1;
      return missed > 0 ? "gap" : null;
    },

    /** The server has told this reader that it missed something. */
    gap(name) {
      readers.get(name).missing++;
    },

    /** `behind` has names and numbers of events, `faults` names and the numbers of missing and of extra ones. */
    result() {
      const count = gone + order.length;
      const all = [...readers];
      return {
        count,
        behind: all.filter(([, { next }]) => next < count).map(([name, { next }]) => [name, count - next]),
        faults: all
          .filter(([, { missing, extra }]) => missing + extra > 0)
          .map(([name, { missing, extra }]) => [name, missing, extra]),
      };
    },
  };
}
