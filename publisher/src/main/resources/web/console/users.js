import { devicesOf } from "/console/devices.js";
import { at, call, say } from "/console/page.js";
import { locale, t } from "/i18n.js";
import { element } from "/ui.js";

const MOST = 300; // rows
const AGO = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
const CLOCK = new Intl.DateTimeFormat(locale, { timeStyle: "medium", hourCycle: "h23" });
const UNITS = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];

/** The list of users, in which some are chosen; `onChoice` is called when these change. */
export function usersList(onChoice) {
  const [list, people, filter] = [at("users"), at("people"), at("filter")];
  const chosen = new Set();
  const rows = new Map(); // id -> {item, box, seen, devices}

  function choose(id, wanted) {
    wanted ? chosen.add(id) : chosen.delete(id);
    const row = rows.get(id);
    if (row) {
      row.box.checked = wanted;
    }
  }

  function makeRow(id) {
    const box = element("input", { type: "checkbox", checked: chosen.has(id) });
    const seen = element("span", { className: "seen" });
    const label = element("label", { className: "person" }, box, element("span", { className: "name clip", title: id }, id), seen);
    box.addEventListener("change", () => {
      choose(id, box.checked);
      onChoice();
    });
    const devices = devicesOf(id);
    return { item: element("li", { className: "row" }, label, devices.button, devices.list), box, seen, devices };
  }

  function show(users, more, presence = null) {
    const wanted = new Set(users.map(({ user }) => user));
    [...rows.keys()].filter((id) => !wanted.has(id)).forEach((id) => {
      rows.get(id).item.remove();
      rows.delete(id);
    });
    users.forEach(({ user, online, lastSeen, devices }) => {
      if (!rows.has(user)) {
        rows.set(user, makeRow(user));
      }
      const { seen, devices: places } = rows.get(user);
      places.show(devices);
      seen.className = `seen ${online ? "good" : "soft"}`;
      say(seen, online ? t("online") : ago(lastSeen));
    });
    arrange(users);
    at("more-users").hidden = !more;
    say(at("no-users"), users.length > 0 ? "" : emptyWords(filter.value));
    showPresence(presence);
    const shown = users.filter((user) => user.online).length;
    const online = filter.value.trim() === "" ? presence?.online ?? shown : shown;
    say(at("users-count"), users.length === 0 ? "" : more ? t("{0} online", online) : t("{0} of {1} online", online, users.length));
  }

  /** Rows don't move under the pointer or the keyboard; new ones go to the end meanwhile. */
  function arrange(users) {
    const inUse = people.matches(":hover, :focus-within") && list.children.length > 0;
    users.forEach(({ user }, place) => {
      const { item } = rows.get(user);
      if (inUse ? !item.isConnected : list.children[place] !== item) {
        list.insertBefore(item, inUse ? null : list.children[place] ?? null);
      }
    });
  }

  at("pick-all").addEventListener("click", () => {
    rows.forEach((row, id) => choose(id, true));
    onChoice();
  });
  at("pick-none").addEventListener("click", () => {
    [...chosen].forEach((id) => choose(id, false));
    onChoice();
  });

  return {
    chosen: () => [...chosen],
    choose,
    /** Asks the server once; answers what {@link call} does. */
    async refresh(key) {
      const prefix = filter.value.trim();
      const query = `limit=${MOST}&prefix=${encodeURIComponent(prefix)}`;
      const [online, any] = await Promise.all(
        ["online=true&", ""].map((only) => call(key, "GET", `/v1/users?${only}${query}`)),
      );
      const failed = [online, any].find((answer) => !answer.ok);
      if (failed || prefix !== filter.value.trim()) {
        return failed ?? any;
      }
      const offline = any.body.users.filter((user) => !user.online);
      const all = [...online.body.users, ...offline];
      show(all.slice(0, MOST), all.length > MOST || any.body.next !== null, any.body.presence);
      return any;
    },
    refused(problem) {
      show([], false);
      say(at("no-users"), problem);
    },
  };
}

function showPresence(presence) {
  const since = presence?.unknownSince;
  say(at("presence"), typeof since === "number" ? uncertain(CLOCK.format(since)) : "");
}

const uncertain = (since) =>
  t(
    "Since {0} it is not certain who is online: the store was away. Whoever was online then still counts until all had time to come back.",
    since,
  );

function emptyWords(filter) {
  return filter.trim() === ""
    ? t("Nobody has signed in yet. You can push to any user id all the same: the page is there when its user signs in.")
    : t("No user whose id begins like this.");
}

function ago(time) {
  const seconds = Math.max(0, (Date.now() - time) / 1000);
  const [unit, size] = UNITS.find(([, size]) => seconds >= size) ?? ["second", 0];
  return size === 0 ? t("just now") : AGO.format(-Math.floor(seconds / size), unit);
}
