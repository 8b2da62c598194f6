/** Marks what a user has seen as read. */

import { call } from "/ui.js";

const MOST = 1_000; // ids in a request, and ids that wait
const BACK_OFF = { first: 1_000, most: 8_000 }; // ms

/** Whether the same request may well succeed later. */
export const isPassing = ({ status }) => status === 0 || status === 429 || status >= 500;

/**
 * Marks events of this user's inbox, and tries again what the server could not do; beyond 1,000 the ones that wait
 * longest are given up. What is marked within `gather` ms goes in one request. `onAnswer(answer, ids, sentAt)` sees every
 * answer, as `call` gives it, and when it was asked for, by `performance.now()`.
 */
export function reader(user, { gather = 0, onAnswer = () => {} } = {}) {
  const path = `/v1/inbox/read?user=${encodeURIComponent(user)}`;
  const waiting = new Set();
  let timer = 0;
  let busy = false;
  let failures = 0;

  function sendIn(delay) {
    clearTimeout(timer);
    timer = setTimeout(send, delay);
  }

  async function send() {
    if (busy) {
      return;
    }
    busy = true;
    const [ids, sentAt] = [[...waiting], performance.now()];
    const answer = await call("POST", path, { ids });
    busy = false;
    if (isPassing(answer)) {
      sendIn(Math.min(BACK_OFF.most, BACK_OFF.first * 2 ** failures++));
    } else {
      failures = 0;
      ids.forEach((id) => waiting.delete(id));
      if (waiting.size > 0) {
        sendIn(0);
      }
    }
    onAnswer(answer, ids, sentAt);
  }

  return {
    mark(id) {
      waiting.add(id);
      if (waiting.size > MOST) {
        waiting.delete(waiting.values().next().value);
      }
      if (!busy && failures === 0) {
        sendIn(gather);
      }
    },
    /** Marks everything up to this cursor, once; what the server could not do is for the user to repeat. */
    upTo: (cursor) => call("POST", path, { upTo: cursor }),
  };
}
