import { at, call, say } from "/console/page.js";
import { t } from "/i18n.js";

const NAME = "halley.publish-key";
const VISIBLE = /^[\x21-\x7e]+$/; // what a header can carry

/** The key of this page: out of the link that opened it, or remembered from before; "" if there is none. */
export function knownKey() {
  const linked = /^#key=(.+)$/.exec(location.hash)?.[1];
  if (linked !== undefined) {
    history.replaceState(null, "", location.pathname + location.search);
    keep(decoded(linked), localStorage.getItem(NAME) !== null);
  }
  return sessionStorage.getItem(NAME) ?? localStorage.getItem(NAME) ?? "";
}

export function forgetKey() {
  sessionStorage.removeItem(NAME);
  localStorage.removeItem(NAME);
}

/** Asks until the server takes a key; `why` says why it has to ask. */
export function askForKey(why) {
  const form = at("key-form");
  const input = at("key");
  say(at("key-refused"), why);
  form.hidden = false;
  input.value = "";
  input.focus();
  return new Promise((resolve) => {
    form.onsubmit = async (event) => {
      event.preventDefault();
      const key = input.value.trim();
      const refusal = await check(key);
      say(at("key-refused"), refusal);
      if (refusal === "") {
        keep(key, at("remember").checked);
        form.hidden = true;
        resolve(key);
      } else {
        input.select();
      }
    };
  });
}

async function check(key) {
  if (!VISIBLE.test(key)) {
    return t("This can’t be a key: a key has no spaces and only plain letters, digits and signs.");
  }
  const answer = await call(key, "GET", "/v1/users?limit=1");
  if (answer.status === 401) {
    return t("The server does not take this key. Is it the one of this server, and complete?");
  }
  return answer.status === 0 ? answer.problem : "";
}

function keep(key, remember) {
  forgetKey();
  (remember ? localStorage : sessionStorage).setItem(NAME, key);
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
