/**
 * What a user has said and the server has not confirmed, in the order in which it was said. It is kept in this browser,
 * through reloads and with no page open, and sent by whichever page of the user is open, one after the other.
 *
 * Each message has its Idempotency-Key for good, so that it is published once however often it is sent, and by however
 * many pages. As each of them sends a message only after those before it, their order holds, too. The server remembers a
 * key for 24 hours: what was tried a day ago is not sent again unless the user says so.
 */

import { t } from "/i18n.js";
import { call } from "/ui.js";

const MOST = 50; // messages that may wait, of one user
const REMEMBERED = 23 * 3_600_000; // ms
const BACK_OFF = { first: 1_000, most: 15_000 }; // ms

/**
 * `changed()` when other messages wait or their fates have changed; `sent(message, id)` when one has become an event. A
 * message is `{name, channel, words, time, key, tried, fate, problem}`, its fate `waiting`, `sending`, `refused` or `doubtful`.
 */
export function outbox(user, { changed, sent }) {
  const prefix = `halley.chat.unsent/${user}/`;
  const store = storage();
  const fates = new Map(); // by name, of this page alone
  let sending = false;
  let failures = 0;
  let timer = 0;

  addEventListener("storage", ({ key }) => (key === null || key.startsWith(prefix)) && changedElsewhere());
  addEventListener("online", flush);
  setTimeout(flush);

  function messages() {
    return store
      .names(prefix)
      .sort()
      .map((name) => ({ name, ...parsed(store.get(name)), ...(fates.get(name) ?? { fate: "waiting", problem: "" }) }))
      .filter((message) => typeof message.words === "string" && typeof message.key === "string");
  }

  /** False if too many wait. */
  function add(channel, words) {
    const waiting = messages();
    if (waiting.length >= MOST) {
      return false;
    }
    const time = Math.max(Date.now(), 1 + (waiting.at(-1)?.time ?? 0));
    const random = crypto.getRandomValues(new Uint32Array(4)).join("-");
    put(`${prefix}${String(time).padStart(15, "0")}-${random}`, { channel, words, time, key: random, tried: null });
    changed();
    flush();
    return true;
  }

  /** The page that has it sends it, unless it is closed before. */
  function changedElsewhere() {
    changed();
    clearTimeout(timer);
    timer = setTimeout(flush, BACK_OFF.most);
  }

  function put(name, { channel, words, time, key, tried }) {
    store.set(name, JSON.stringify({ channel, words, time, key, tried }));
  }

  function settle(name, fate, problem = "") {
    fates.set(name, { fate, problem });
    changed();
  }

  function remove(name) {
    store.remove(name);
    fates.delete(name);
  }

  async function flush() {
    clearTimeout(timer);
    if (sending) {
      return;
    }
    sending = true;
    let next = following("");
    while (next && (await send(next))) {
      next = following(next.name);
    }
    sending = false;
    if (next) {
      timer = setTimeout(flush, Math.min(BACK_OFF.most, BACK_OFF.first * 2 ** failures++) * (0.5 + Math.random() / 2));
    }
  }

  /** Read anew each time: another page may have sent it, or said more. */
  function following(name) {
    return messages().find((message) => message.name > name && ["waiting", "sending"].includes(message.fate));
  }

  /** Whether those behind it may be sent. */
  async function send(message) {
    const { name, channel, words, key, tried } = message;
    if (tried !== null && Date.now() - tried > REMEMBERED) {
      settle(name, "doubtful");
      return true;
    }
    put(name, { ...message, tried: tried ?? Date.now() });
    settle(name, "sending");
    const path = `/v1/channels/${encodeURIComponent(channel)}/events?user=${encodeURIComponent(user)}`;
    const answer = await call("POST", path, { data: words }, { "Idempotency-Key": key });
    if (answer.ok) {
      failures = 0;
      remove(name);
      sent(message, answer.body.id);
      changed();
      return true;
    }
    const final = answer.status >= 400 && answer.status < 500 && ![401, 408, 425, 429].includes(answer.status);
    settle(name, final ? "refused" : "waiting", answer.problem);
    return final;
  }

  return {
    messages,
    add,
    flush,
    /** Sends one that was refused, or is in doubt. */
    again(message) {
      put(message.name, { ...message, tried: null });
      settle(message.name, "waiting");
      flush();
    },
    discard({ name }) {
      remove(name);
      changed();
    },
  };
}

/** Where the browser keeps nothing, messages wait for as long as the page lives. */
function storage() {
  const own = new Map();
  const kept = (act, otherwise) => {
    try {
      return act();
    } catch {
      return otherwise;
    }
  };
  return {
    names: (prefix) => [...kept(() => Object.keys(localStorage), []), ...own.keys()].filter((name) => name.startsWith(prefix)),
    get: (name) => own.get(name) ?? kept(() => localStorage.getItem(name), null),
    set(name, value) {
      if (own.has(name) || !kept(() => (localStorage.setItem(name, value), true), false)) {
        own.set(name, value);
      }
    },
    remove(name) {
      own.delete(name);
      kept(() => localStorage.removeItem(name));
    },
  };
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
