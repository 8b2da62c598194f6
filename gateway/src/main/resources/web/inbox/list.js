/** The two lists of the inbox: what is unread, and what was read. */

import { locale, t } from "/i18n.js";
import { addressIn } from "/page.js";
import { element } from "/ui.js";

const TITLE = 200; // characters of a text that serve as its title
const clock = new Intl.DateTimeFormat(locale, { timeStyle: "short" });
const day = new Intl.DateTimeFormat(locale, { month: "short", day: "numeric" });
const calendar = new Intl.DateTimeFormat(locale, { dateStyle: "medium" });
const precise = new Intl.DateTimeFormat(locale, { dateStyle: "full", timeStyle: "medium" });

/** `opened` is called with each entry that the user opens, `more` with the kind of which more is wanted. */
export function entryLists({ opened, more }) {
  const rows = new Map(); // by id
  const [unread, read] = ["unread", "read"].map((kind) => {
    const section = document.getElementById(kind);
    const button = section.querySelector(".more");
    button.addEventListener("click", async () => {
      button.disabled = true;
      await more(kind);
      button.disabled = false;
    });
    return { kind, section, button, list: section.querySelector("ul") };
  });
  let known = null;

  /** What was read stays where it is under the pointer or the keyboard, and while it is unfolded. */
  const inUse = () => unread.list.matches(":hover, :has(:focus-visible)");
  const settle = () => setTimeout(() => known && arrange(), 0);
  unread.list.addEventListener("pointerleave", settle);
  unread.list.addEventListener("focusout", settle);
  unread.list.addEventListener("toggle", settle, true);

  function rowOf(entry) {
    if (!rows.has(entry.id)) {
      rows.set(entry.id, makeRow(entry, () => opened(rows.get(entry.id).entry)));
    }
    const row = rows.get(entry.id);
    row.entry = entry;
    row.mark.textContent = entry.readAt === null ? t("Unread: ") : "";
    row.item.classList.toggle("unread", entry.readAt === null);
    return row.item;
  }

  function arrange() {
    const used = inUse();
    const items = { unread: [], read: [] };
    for (const entry of known.entries) {
      const item = rowOf(entry);
      const stays = item.parentElement === unread.list && (used || item.querySelector("[open]") !== null);
      items[entry.readAt === null || stays ? "unread" : "read"].push(item);
    }
    const focused = document.activeElement;
    const here = new Set([...items.unread, ...items.read]);
    rows.forEach(({ item }, id) => here.has(item) || rows.delete(id));
    for (const { kind, section, button, list } of [unread, read]) {
      fill(list, items[kind]);
      button.hidden = known.next(kind) === null;
      section.hidden = items[kind].length === 0 && button.hidden;
    }
    if (focused !== document.activeElement && focused.isConnected) {
      focused.focus({ preventScroll: true });
    }
  }

  return {
    show(inbox) {
      known = inbox;
      arrange();
    },
  };
}

/** Moves only what is out of place. */
function fill(list, items) {
  const wanted = new Set(items);
  [...list.children].filter((item) => !wanted.has(item)).forEach((item) => item.remove());
  items.forEach((item, place) => {
    if (list.children[place] !== item) {
      list.insertBefore(item, list.children[place] ?? null);
    }
  });
}

function makeRow(entry, opened) {
  const address = entry.type === "push" ? addressIn(entry.data) : null;
  const mark = element("span", { className: "visually-hidden" });
  const head = [element("strong", { className: "clip" }, mark, titleOf(entry, address)), when(entry.time)];
  const content = address === null ? folded(head, entry, opened) : link(head, address, opened);
  return { item: element("li", { className: "entry" }, content), mark, entry };
}

function when(time) {
  const [date, now] = [new Date(time), new Date()];
  const near = date.getFullYear() === now.getFullYear() ? day : calendar;
  const format = date.toDateString() === now.toDateString() ? clock : near;
  const made = element("time", { className: "soft", dateTime: date.toISOString() }, format.format(date));
  made.title = precise.format(date);
  return made;
}

/** A page, opened beside this one. */
function link(head, address, opened) {
  const made = element("a", { href: address.href, target: "_blank", rel: "noopener noreferrer" });
  made.append(...head, element("span", { className: "clip soft mono" }, address.href));
  made.addEventListener("click", opened);
  made.addEventListener("auxclick", (event) => event.button === 1 && opened());
  return made;
}

function folded(head, entry, opened) {
  const made = element("details", {}, element("summary", {}, ...head));
  made.addEventListener("toggle", () => {
    if (made.open) {
      made.querySelector("div") ?? made.append(body(entry));
      opened();
    }
  });
  return made;
}

/** What the title doesn't say. */
function body(entry) {
  const { time, type, channel, from, id, data } = entry;
  const words = textOf(data) ?? JSON.stringify(data, null, 2);
  const about = [
    precise.format(time),
    from === undefined ? "" : t("from {0}", from),
    channel === "users" ? t("to everybody") : "",
    type === "message" ? "" : type,
    id,
  ];
  return element(
    "div",
    {},
    ...(words.trim() === titleOf(entry) ? [] : [element("p", { className: "words" }, words)]),
    element("p", { className: "hint wrap" }, about.filter((part) => part !== "").join(" · ")),
  );
}

/** What the row of an event and its notification are called. */
export function titleOf({ type, data }, address = type === "push" ? addressIn(data) : null) {
  const said = typeof data?.title === "string" ? data.title : "";
  const whole = said.trim() || address?.host || (textOf(data) ?? JSON.stringify(data)).trim() || type;
  const line = whole.split("\n", 1)[0];
  return line.length > TITLE ? `${line.slice(0, TITLE)} …` : line;
}

function textOf(data) {
  const text = typeof data === "string" ? data : data?.text;
  return typeof text === "string" ? text : null;
}
