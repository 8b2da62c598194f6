/**
 * Who is in a room. Every page that is open there says so on a channel beside the room's, `chat:ROOM:here`, when it enters
 * and once a minute, and says when it goes. The server writes down from whom that came, so nobody can be made to appear.
 */

import { locale, t } from "/i18n.js";
import { call, element } from "/ui.js";

const AGAIN = 60_000; // ms
const BELIEVED = 150_000; // ms by the server's clock: who went without a word, by a dead phone, has left by then
const LOOK = 10_000; // ms
const PAGES = 500; // beyond that the one that was silent the longest is forgotten

/** For a page of this user in a room with this channel. */
export function peopleOf({ channel, user }) {
  const path = `/v1/channels/${encodeURIComponent(`${channel}:here`)}/events?user=${encodeURIComponent(user)}`;
  const page = crypto.getRandomValues(new Uint32Array(2)).join("-");
  const pages = new Map(); // to {user, time, number, gone}, the one heard of last at the end
  let number = 0; // of what this page says: of two that are under way at once the later one may be first
  let serverAhead = -Infinity; // ms of the server's clock before performance.now()
  let said = -Infinity;
  let shown = "";

  addEventListener("pagehide", leave);
  addEventListener("pageshow", ({ persisted }) => persisted && say());
  document.addEventListener("visibilitychange", () => document.hidden || enter());
  setInterval(enter, AGAIN / 6);
  setInterval(show, LOOK);

  /** Says so unless that was done within the last minute. */
  function enter() {
    if (performance.now() - said >= AGAIN) {
      say();
    }
  }

  async function say() {
    const before = said;
    said = performance.now();
    const answer = await call("POST", path, { type: "here", data: { page, number: ++number } });
    if (!answer.ok) {
      said = before;
    }
  }

  function leave() {
    said = -Infinity;
    fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ type: "gone", data: { page, number: ++number } }),
      keepalive: true,
    }).catch(() => {});
  }

  /** An event is never from the future, so the latest of them shows the server's clock best. */
  function learn(time) {
    serverAhead = Math.max(serverAhead, time - performance.now());
  }

  function show() {
    const now = performance.now() + serverAhead;
    pages.forEach(({ time }, key) => now - time > BELIEVED && pages.delete(key));
    const present = [...pages.values()].filter(({ gone }) => !gone).map((here) => here.user);
    const users = [...new Set(present)].sort((a, b) => a.localeCompare(b, locale, { numeric: true }));
    if (users.join(" ") === shown) {
      return;
    }
    shown = users.join(" ");
    document.getElementById("here").replaceChildren(
      ...users.map((name) =>
        element(
          "li",
          { className: "clip", title: name },
          element("span", { translate: false }, name),
          name === user ? element("span", { className: "soft" }, ` ${t("(you)")}`) : "",
        ),
      ),
    );
    document.getElementById("here-count").textContent = users.length > 0 ? t("{0} here", users.length) : "";
  }

  return {
    channel: `${channel}:here`,
    enter,
    /** An event `here` or `gone` of that channel; a page counts as its user's, so that nobody is sent away by others. */
    arrived({ type, from, time, channel: where, data }) {
      learn(time);
      if (where !== `${channel}:here` || from === undefined || typeof data?.page !== "string") {
        return;
      }
      const key = `${from} ${data.page.slice(0, 64)}`;
      if (data.number < pages.get(key)?.number) {
        return;
      }
      pages.delete(key);
      pages.set(key, { user: from, time, number: data.number, gone: type !== "here" });
      if (pages.size > PAGES) {
        pages.delete(pages.keys().next().value);
      }
      show();
    },
  };
}
