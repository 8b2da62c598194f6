/** The rooms that this browser knows: the lobby, and those that the user has entered and not left. */

import { locale, t } from "/i18n.js";
import { element } from "/ui.js";

const LOBBY = "lobby";
const MOST = 20; // rooms; who enters one more leaves the one entered first
const COUNTED = 9; // messages of another room
const LONGEST = 190; // characters of a name; chat.html has the same rule
const ROOM = /^[A-Za-z0-9._~@+-]+(:[A-Za-z0-9._~@+-]+)*$/;
const offset = (id) => Number(id.split(".")[1]);

/** Whether it is where the pages of a room say who is there, and no room itself. */
export const isBeside = (name) => name.endsWith(":here");

/** Whether a room can have this name. */
export const isRoom = (name) => name.length <= LONGEST && ROOM.test(name) && !isBeside(name);

/** For a page in a room: enters it, shows the list, and counts what comes in the others. */
export function roomList({ room, user }) {
  const list = document.getElementById("rooms");
  const kept = `halley.chat.rooms/${user}`;
  const seenIn = (name) => `halley.chat.seen/${user}/${name}`;
  const known = read(kept).filter((name) => name !== room && name !== LOBBY && isRoom(name));
  known.splice(0, known.length + 1 - MOST);
  save([...known, ...(room === LOBBY ? [] : [room])]);
  const others = [...(room === LOBBY ? [] : [LOBBY]), ...known];
  const rows = new Map([room, ...others].sort((a, b) => (b === LOBBY) - (a === LOBBY) || a.localeCompare(b, locale, { numeric: true })).map(row));
  const unread = new Map(others.map((name) => [name, 0]));
  list.replaceChildren(...[...rows.values()].map(({ item }) => item));

  function save(names) {
    attempt(() => localStorage.setItem(kept, JSON.stringify(names)));
  }

  function row(name) {
    const link = element("a", { href: addressOf(name), translate: false, title: name }, element("span", { className: "clip" }, name));
    const hint = element("span", { className: "hint" });
    const item = element("li", {}, link, hint);
    if (name === room) {
      link.setAttribute("aria-current", "true");
    }
    if (name !== LOBBY) {
      const leave = element("button", { type: "button", className: "quiet small", title: t("Leave") }, "×");
      leave.setAttribute("aria-label", t("Leave {0}", name));
      leave.addEventListener("click", () => forget(name));
      item.append(leave);
    }
    return [name, { item, hint, unread: "", unsent: "" }];
  }

  function addressOf(name) {
    const there = new URL(location.href);
    there.searchParams.set("room", name);
    return there.href;
  }

  function forget(name) {
    save(read(kept).filter((other) => other !== name));
    attempt(() => localStorage.removeItem(seenIn(name)));
    if (name === room) {
      location.assign(addressOf(LOBBY));
    } else {
      rows.get(name).item.remove();
    }
  }

  function show(name, words) {
    const row = Object.assign(rows.get(name) ?? {}, words);
    row.hint?.replaceChildren([row.unsent, row.unread].filter((part) => part !== "").join(" · "));
  }

  return {
    /** The channels of the others, and where to begin to read there. */
    channels: others.map((name) => `chat:${name}`),
    cursors: others.map(() => `last:${COUNTED}`),

    /** An event of another room. */
    arrived({ channel, id, from }) {
      const name = channel.slice("chat:".length);
      const seen = attempt(() => localStorage.getItem(seenIn(name)));
      if (from !== user && (!seen || offset(id) > offset(seen))) {
        const count = unread.get(name) + 1;
        unread.set(name, count);
        show(name, { unread: count < COUNTED ? t("{0} new", count) : t("{0} new", `${COUNTED}+`) });
      }
    },

    /** Up to here this room was shown. */
    seen(id) {
      attempt(() => localStorage.setItem(seenIn(room), id));
    },

    /** The rooms of the messages that wait to be sent, one for each. */
    unsent(names) {
      rows.forEach((_, name) => {
        const count = names.filter((other) => other === name).length;
        show(name, { unsent: count > 0 && name !== room ? t("{0} not sent", count) : "" });
      });
    },
  };
}

function read(kept) {
  const names = attempt(() => JSON.parse(localStorage.getItem(kept)));
  return Array.isArray(names) ? names.filter((name) => typeof name === "string") : [];
}

/** A browser may forbid to keep anything, or have no more place for it: then the list is as long as the page lives. */
function attempt(act) {
  try {
    return act();
  } catch {
    return null;
  }
}
