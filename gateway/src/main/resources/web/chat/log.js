/** What was said in a room, what this user has said and is not yet there, and what was said before. */

import { keptAtEnd } from "/chat/scroll.js";
import { locale, sentences, t } from "/i18n.js";
import { call, element } from "/ui.js";

const KEPT = 1_000; // messages on the page
const PART = 50; // messages that are asked for at once, of those before
const WITHIN = 250; // ms until what has come is shown, where the browser paints nothing
const QUIET = 400; // ms that sending may take before anything is said of it
const clock = new Intl.DateTimeFormat(locale, { timeStyle: "short" });
const calendar = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" });
const [log, messages, unsent, older, newer] = ["log", "messages", "unsent", "older", "newer"].map((id) =>
  document.getElementById(id),
);
const offsetOf = (id) => Number(id.split(".")[1]);
const FATES = {
  waiting: t("Kept in this browser, and sent as soon as that is possible."),
  sending: t("Sending …"),
  refused: t("Not sent."),
  doubtful: t("Tried a day ago; nobody knows any more whether it arrived."),
};

/** For a page of this user in a room with this channel. */
export function chatLog({ channel, user }) {
  const pending = new Map(); // rows of what is not yet there, by the name of the message
  const end = keptAtEnd(log, newer);
  let come = []; // rows that are shown with the next frame: one layout for all that come at once
  let timer = 0;
  let begun = false;
  let oldest = null; // the id of the first event that is shown, or was looked at; null if there is nothing before it

  older.addEventListener("click", showOlder);
  new IntersectionObserver(([{ isIntersecting }]) => isIntersecting && showOlder(), { root: log }).observe(older);

  function add(row) {
    come.push(row);
    if (come.length === 1) {
      requestAnimationFrame(showCome);
      timer = setTimeout(showCome, WITHIN);
    } else if (come.length >= KEPT) {
      showCome();
    }
  }

  function showCome() {
    clearTimeout(timer);
    const rows = come;
    come = [];
    if (rows.length === 0) {
      return;
    }
    const ids = new Set(rows.map((row) => row.dataset.id));
    pending.forEach(({ row, id }, name) => id && ids.has(id) && (row.remove(), pending.delete(name)));
    messages.append(...rows);
    if (!begun) {
      begun = true;
      oldest = rows[0].dataset.id ?? null;
    }
    if (messages.children.length > KEPT) {
      [...messages.children].slice(0, -KEPT).forEach((row) => row.remove());
      oldest = messages.querySelector("[data-id]")?.dataset.id ?? null;
      offerOlder();
    }
    document.getElementById("empty").hidden = true;
    end.grown({ isNew: rows.some((row) => !row.classList.contains("own")) });
  }

  function messageRow({ time, from, data, id }) {
    const date = new Date(time);
    const today = date.toDateString() === new Date().toDateString();
    const row = element(
      "li",
      { className: from === user ? "own" : "" },
      element(
        "p",
        { className: "by" },
        element(from ? "strong" : "em", { translate: !from }, from ?? t("server")),
        element("time", { dateTime: date.toISOString() }, (today ? clock : calendar).format(date)),
      ),
      element("p", { className: "words", dir: "auto" }, typeof data === "string" ? data : JSON.stringify(data, null, 1)),
    );
    row.dataset.id = id;
    return row;
  }

  // ---- what was said before ----

  /** As long as there may be something, and a place for it on the page. */
  function offerOlder() {
    older.hidden = oldest === null || offsetOf(oldest) <= 1 || messages.children.length + PART > KEPT;
  }

  /** Events are counted per channel without holes, so that a cursor before those that are shown can be made up. */
  async function showOlder() {
    const before = oldest;
    if (older.disabled || older.hidden || before === null) {
      return;
    }
    older.disabled = true;
    const cursor = `${before.split(".")[0]}.${Math.max(0, offsetOf(before) - 1 - PART)}`;
    const query = new URLSearchParams({ channel, user, cursor, transport: "poll", wait: 0, limit: PART });
    const answer = await call("GET", `/v1/events?${query}`);
    older.disabled = false;
    if (answer.ok && before === oldest) {
      showBefore(answer.body.events, offsetOf(before));
    }
  }

  function showBefore(events, offset) {
    const earlier = events.filter(({ id }) => id !== undefined && offsetOf(id) < offset);
    oldest = events.some(({ type }) => type === "$gap") ? null : (earlier[0]?.id ?? null);
    const rows = earlier.filter(({ type }) => type === "message").map(messageRow);
    const fromBottom = log.scrollHeight - log.scrollTop;
    messages.prepend(...rows);
    offerOlder();
    log.scrollTop = log.scrollHeight - fromBottom;
  }

  // ---- what is not yet there ----

  function waiting(list, { again, discard }) {
    const names = new Set(list.map(({ name }) => name));
    pending.forEach(({ row, id }, name) => !id && !names.has(name) && (row.remove(), pending.delete(name)));
    list.forEach((message) => showFate(message, again, discard));
  }

  function showFate(message, again, discard) {
    const { name, words, time, fate, problem } = message;
    if (!pending.has(name)) {
      const row = messageRow({ time, from: user, data: words, id: "" });
      row.append(element("p", { className: "fate soft" }));
      pending.set(name, { row, id: null, fate: "" });
      unsent.append(row);
      document.getElementById("empty").hidden = true;
      end.toEnd();
    }
    const shown = pending.get(name);
    const state = `${fate} ${problem}`;
    if (shown.fate !== state) {
      tell(shown, state, fateOf(message, again, discard), problem === "" ? QUIET : 0);
    }
  }

  /** What is over soon is not worth a word. */
  function tell(shown, state, words, wait) {
    const now = () => shown.fate === state && (shown.row.querySelector(".fate").replaceChildren(...words), end.grown());
    shown.fate = state;
    wait > 0 ? setTimeout(now, wait) : now();
  }

  function fateOf(message, again, discard) {
    const { fate, problem } = message;
    const final = fate === "refused" || fate === "doubtful";
    const parts = fate === "refused" ? [FATES[fate], problem] : [problem, FATES[fate]];
    const words = element("span", final ? { className: "bad", role: "alert" } : {}, sentences(...parts));
    if (fate === "sending") {
      return [words];
    }
    const repeat = element("button", { type: "button", className: "small" }, t("Send again"));
    const drop = element("button", { type: "button", className: "quiet small" }, t("Discard"));
    repeat.addEventListener("click", () => again(message));
    drop.addEventListener("click", () => discard(message));
    return final ? [words, repeat, drop] : [words, drop];
  }

  return {
    arrived: (event) => add(messageRow(event)),
    waiting,
    aside: (words, kind = "") => add(element("li", { className: `aside ${kind}` }, words)),

    /** The event itself is what is shown, so that all see the same order; until it has come, the row stays. */
    sent({ name }, id) {
      showCome();
      const shown = pending.get(name);
      if (shown && [...messages.children].some((row) => row.dataset.id === id)) {
        shown.row.remove();
        pending.delete(name);
      } else if (shown) {
        shown.id = id;
        tell(shown, "sent", [t("Sent")], QUIET);
      }
    },

    /** What comes from now on is new. */
    replayed() {
      showCome();
      log.setAttribute("aria-live", "polite");
      offerOlder();
    },
  };
}
