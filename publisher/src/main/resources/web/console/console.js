/** The operator console: asks for the key, keeps what it shows fresh, pushes. */

import { activity } from "/console/activity.js";
import { askForKey, forgetKey, knownKey } from "/console/key.js";
import { at, say } from "/console/page.js";
import { presenceEvents } from "/console/presence.js";
import { pushForm } from "/console/push.js";
import { receipts } from "/console/receipts.js";
import { results } from "/console/results.js";
import { usersList } from "/console/users.js";
import { t } from "/i18n.js";

const EVERY = 5_000; // ms
const TYPING = 200; // ms

let key = "";
let timer = 0;
const current = () => key;
const users = usersList(() => form.refresh());
const pushed = results(() => followReceipts());
const form = pushForm(users, seen, pushed.show);
const followReceipts = receipts(current, pushed.open, pushed.became, seen);
const followPresence = presenceEvents(current, () => refreshIn(0));
const followActivity = activity(current, seen);

at("push-form").addEventListener("submit", (event) => {
  event.preventDefault();
  form.push(key);
});
at("filter").addEventListener("input", () => refreshIn(TYPING));
at("forget").addEventListener("click", () => {
  forgetKey();
  enter("");
});
document.addEventListener("visibilitychange", follow);
window.addEventListener("hashchange", () => {
  const linked = knownKey();
  if (linked !== "" && linked !== key) {
    key = linked;
    begin();
  }
});

key = knownKey();
key === "" ? enter("") : begin();

async function enter(why) {
  clearTimeout(timer);
  key = "";
  at("console").hidden = at("forget").hidden = true;
  say(at("trouble"), "");
  state("refused", t("No key"));
  key = await askForKey(why);
  begin();
}

function begin() {
  at("console").hidden = at("forget").hidden = false;
  at("key-form").hidden = true;
  follow();
}

/** Each of these stops by itself while the page is hidden or has no key. */
function follow() {
  refreshIn(0);
  followPresence();
  followActivity();
  followReceipts();
}

function refreshIn(delay) {
  clearTimeout(timer);
  timer = setTimeout(refresh, delay);
}

async function refresh() {
  if (key === "" || document.hidden) {
    return;
  }
  const asked = key;
  const answer = await users.refresh(asked);
  if (asked === key && seen(answer)) {
    refreshIn(EVERY);
  }
}

/** Tells the operator how the server is, by any answer of it; false if the key is no good any more. */
function seen(answer) {
  if (answer.status === 401) {
    forgetKey();
    enter(t("The server does not take the key any more. It may have been changed, or belong to another server."));
    return false;
  }
  if (answer.status === 0 || answer.status >= 500) {
    state("waiting", answer.status === 503 ? t("Store away") : t("No answer"));
    say(at("trouble"), t("{0} The list of users may be old. This page keeps trying.", answer.problem));
  } else {
    state("open", t("Connected"));
    say(at("trouble"), "");
    if (answer.status === 400 && answer.body?.type?.endsWith(":invalid-prefix")) {
      users.refused(t("No user id has such letters in it."));
    }
  }
  return true;
}

function state(name, words) {
  at("state").dataset.state = name;
  say(at("state"), words);
}
