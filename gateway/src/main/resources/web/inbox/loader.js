/** Asks for the parts of an inbox. */

import { call } from "/ui.js";

const PART = 50; // entries asked for at once
const EMPTY_PARTS = 20; // passed over at once, to where there is something
const AGAIN = 1_000; // ms
const BACK_OFF = { first: 1_000, most: 8_000 }; // ms

/** Fills `known`. `onLoaded()` after each part; `onFailed(answer)` each time that the server can't say; it is asked again. */
export function loader(user, known, { onLoaded, onFailed }) {
  let timer = 0;
  let due = Infinity;
  let stopped = false;
  let loading = false;
  let failures = 0;

  function reloadIn(delay) {
    const wanted = performance.now() + delay;
    if (wanted < due && !stopped) {
      clearTimeout(timer);
      due = wanted;
      timer = setTimeout(reload, delay);
    }
  }

  async function reload() {
    due = Infinity;
    if (loading) {
      return reloadIn(AGAIN);
    }
    loading = true;
    const asked = performance.now();
    const answers = await Promise.all(["unread", "read"].map((kind) => part(kind, Math.max(PART, known.wanted(kind)))));
    loading = false;
    const [unread, read] = answers.map(({ body }) => body);
    const failed = answers.find((answer) => !answer.ok);
    if (failed) {
      fail(failed);
    } else if (known.isTold(asked) || unread.version !== read.version) {
      reloadIn(AGAIN); // something was marked meanwhile, and these may be from before
    } else {
      failures = 0;
      known.replace(unread, read);
      loaded();
    }
  }

  async function more(kind) {
    const [asked, after] = [performance.now(), known.next(kind)];
    const answer = await part(kind, PART, after);
    if (!answer.ok) {
      fail(answer);
    } else if (known.isTold(asked) || answer.body.version !== known.version || after !== known.next(kind)) {
      reloadIn(0);
    } else {
      known.more(kind, answer.body);
      loaded();
    }
  }

  /** What a part says of the whole inbox is as of its beginning, so that it has all that it counts. */
  async function part(kind, limit, after = null) {
    const first = await once(kind, limit, after);
    let last = first;
    for (let i = 0; i < EMPTY_PARTS && last.ok && last.body.events.length === 0 && last.body.next !== null; i++) {
      last = await once(kind, limit, last.body.next);
    }
    return last.ok ? { ...last, body: { ...first.body, events: last.body.events, next: last.body.next } } : last;
  }

  function once(kind, limit, after) {
    const query = new URLSearchParams({ user, state: kind, limit, ...(after && { after }) });
    return call("GET", `/v1/inbox?${query}`);
  }

  function loaded() {
    if (!stopped) {
      onLoaded();
    }
  }

  function fail(answer) {
    if (!stopped) {
      onFailed(answer);
      reloadIn(Math.min(BACK_OFF.most, BACK_OFF.first * 2 ** failures++) * (0.5 + Math.random() / 2));
    }
  }

  return {
    more,
    /** Soon, because what is known is in doubt. */
    check: () => reloadIn(AGAIN),
    reload: () => reloadIn(0),
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
