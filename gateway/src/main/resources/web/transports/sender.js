/** Says things on a channel, one after the other, each until the server has it. */

import { t } from "/i18n.js";
import { call } from "/ui.js";

const MOST = 200; // messages that wait
const AGAIN = { first: 500, most: 8_000 }; // ms

/** As this user; returns a function that takes what is to be said. What is said meanwhile waits for its turn. */
export function sender({ channel, user }) {
  const place = document.getElementById("sending");
  const path = `/v1/channels/${encodeURIComponent(channel)}/events?user=${encodeURIComponent(user)}`;
  const waiting = [];
  let sending = false;

  async function sendAll() {
    sending = true;
    for (let all = waiting.length, sent = 0; waiting.length > 0; sent++) {
      all = Math.max(all, sent + waiting.length);
      place.textContent = t("Sending {0} of {1} …", sent + 1, all);
      const problem = await say(waiting[0]);
      if (problem) {
        waiting.length = 0;
        place.textContent = problem;
        sending = false;
        return;
      }
      waiting.shift();
    }
    place.textContent = "";
    sending = false;
  }

  /** Empty once it is said, else why it never will be. Its key stays the same, so that it is never said twice. */
  async function say(data) {
    const key = crypto.getRandomValues(new Uint32Array(4)).join("-");
    for (let wait = AGAIN.first; ; wait = Math.min(AGAIN.most, 2 * wait)) {
      const answer = await call("POST", path, { data }, { "Idempotency-Key": key });
      const final = answer.status >= 400 && answer.status < 500 && answer.status !== 429;
      if (answer.ok || final) {
        return answer.problem;
      }
      place.textContent = t("{0} Trying again …", answer.problem);
      await new Promise((resolve) => setTimeout(resolve, wait * (0.5 + Math.random() / 2)));
    }
  }

  return (messages) => {
    waiting.push(...messages.slice(0, MOST - waiting.length));
    if (!sending) {
      sendAll();
    }
  };
}
