/**
 * How late something came that says when the server sent it. The two clocks differ by what nobody knows, so it is how much
 * later than the fastest of the last ten minutes: not how long it was under way.
 */

const REMEMBERED = 600_000; // ms; clocks drift, so that what was the fastest an hour ago says little
const STEP = 1_000; // ms: of all that came within one, only the fastest is remembered

/** Times of the server in ms since 1970; ours by a clock that nobody sets. */
export function delays() {
  let fastest = []; // {at, since}, at most one per step

  return {
    /** Something that the server sent then has just come; returns what `of` takes. */
    arrived(sent) {
      const now = performance.now();
      const since = now - sent;
      const last = fastest.at(-1);
      if (last && now - last.at < STEP) {
        last.since = Math.min(last.since, since);
      } else {
        fastest.push({ at: now, since });
        fastest = fastest.filter(({ at }) => now - at <= REMEMBERED);
      }
      return since;
    },

    /** By how many ms it was later than the fastest. */
    of: (since) => Math.max(0, since - Math.min(...fastest.map((other) => other.since))),
  };
}
