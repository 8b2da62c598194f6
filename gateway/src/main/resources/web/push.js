import { connect } from "/halley.js";
import { locale, pieces, t } from "/i18n.js";
import { addressIn, session, showState, userOfPage } from "/page.js";
import { reader } from "/reading.js";
import { element } from "/ui.js";

const KEPT = 50; // earlier pushes in the list
const READ_WITHIN = 5_000; // ms, at random: what is pushed to everybody is not marked by all at the same moment
const SANDBOX = "allow-scripts allow-forms allow-popups";
const time = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" });
const [stage, list, drawer, opener, open, state] = ["stage", "list", "earlier", "open-earlier", "open", "state"].map(
  (id) => document.getElementById(id),
);

let pushes = []; // newest first
let shown = null;
let newest = null; // the newest that has been shown
let caughtUp = false; // of what was missed, only the newest page is worth loading
let reading = null;

opener.addEventListener("click", () => showDrawer(drawer.hidden));
document.getElementById("close-earlier").addEventListener("click", () => showDrawer(false));
document.addEventListener("keydown", (event) => event.key === "Escape" && showDrawer(false));
document.addEventListener("visibilitychange", markRead);
follow();

async function follow() {
  const place = document.getElementById("sign-in");
  const user = await userOfPage(place);
  reading = reader(user, { gather: READ_WITHIN * Math.random() });
  if (!shown) {
    showNothing(user);
  }
  const connection = connect({
    channels: [`user:${user}`, "users"],
    user,
    cursor: `last:${KEPT}`,
    acknowledge: true,
    on: { push: arrived, $gap: missed, "$caught-up": replayed },
    async onState(now, problem) {
      caughtUp = caughtUp && now === "open";
      showState(state, now, problem);
      if (problem?.status === 401 && !(await session()).users.includes(user)) {
        connection.close();
        showState(state, now, problem);
        follow();
      }
    },
  });
}

function arrived({ id, channel, time, data }) {
  const address = addressIn(data);
  if (address === null || pushes.some((push) => push.id === id && push.channel === channel)) {
    return;
  }
  const title = typeof data.title === "string" && data.title.trim() ? data.title.trim() : address.host;
  const push = { id, channel, time, title, address };
  pushes = [push, ...pushes].sort((a, b) => b.time - a.time).slice(0, KEPT);
  showList();
  if (caughtUp) {
    newest = push;
    show(push);
  }
}

/** What stands on the stage is still the newest that is kept, so that this is for whoever looks for an earlier one. */
function missed() {
  opener.hidden = false;
  document.getElementById("missing").hidden = false;
}

function replayed() {
  caughtUp = true;
  if (pushes.length > 0 && pushes[0] !== newest) {
    newest = pushes[0];
    show(newest);
  }
}

function show(push) {
  shown = push;
  document.title = `${push.title} · Halley`;
  showTitle(push.title);
  document.getElementById("address").textContent = push.address.href;
  open.href = push.address.href;
  open.hidden = false;
  const mixed = location.protocol === "https:" && push.address.protocol === "http:";
  // A new frame each time: no history to walk back through, and its sandbox holds from its first byte.
  stage.replaceChildren(mixed ? link(push) : frame(push));
  showList();
  markRead();
}

/** A page that is shown is read, once somebody can see it. */
function markRead() {
  if (shown && !shown.read && !document.hidden) {
    shown.read = true;
    reading.mark(shown.id);
  }
}

function frame({ title, address }) {
  const own = address.origin === location.origin;
  const made = element("iframe", { title, referrerPolicy: "no-referrer" });
  made.setAttribute("sandbox", own ? SANDBOX : `${SANDBOX} allow-same-origin`);
  made.src = address.href;
  return made;
}

function showTitle(title) {
  const place = document.getElementById("title");
  place.textContent = title;
  place.classList.remove("visually-hidden");
}

/** A page over https may not frame one over http. */
function link({ address }) {
  const made = element("a", { className: "button primary", href: address.href, target: "_blank", rel: "noopener noreferrer" });
  made.append(t("Open it in a new tab"));
  return element(
    "div",
    { className: "empty" },
    element("p", {}, t("This address isn’t encrypted, so it can’t be shown inside this page.")),
    element("p", { className: "mono wrap" }, address.href),
    made,
  );
}

function showNothing(user) {
  showTitle(t("Pages for {0}", user));
  stage.replaceChildren(
    element(
      "div",
      { className: "empty" },
      element("h2", {}, t("Nothing has been pushed yet")),
      element("p", {}, ...pieces("The next page for {0} appears here by itself. Leave this open.", element("strong", {}, user))),
    ),
  );
}

function showList() {
  opener.hidden = false;
  document.getElementById("count").textContent = pushes.length;
  list.replaceChildren(...pushes.map(row));
}

function row(push) {
  const button = element(
    "button",
    { type: "button", className: "quiet" },
    element("span", { className: "clip", dir: "auto" }, push.title),
    element("span", { className: "clip soft mono" }, push.address.href),
    element("time", { className: "soft", dateTime: new Date(push.time).toISOString() }, time.format(push.time)),
  );
  if (push === shown) {
    button.setAttribute("aria-current", "true");
  }
  button.addEventListener("click", () => {
    show(push);
    showDrawer(false);
  });
  return element("li", {}, button);
}

function showDrawer(visible) {
  if (drawer.hidden === visible) {
    drawer.hidden = !visible;
    opener.setAttribute("aria-expanded", String(visible));
    (visible ? document.getElementById("close-earlier") : opener).focus();
  }
}
