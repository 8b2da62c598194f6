/** What all pages share: who is signed in, the state of the connection in the bar, and where a push may lead. */

import { pieces, t } from "/i18n.js";
import { call, element } from "/ui.js";

const USER_RULE = "[A-Za-z0-9][A-Za-z0-9._~@+\\-]{0,63}";
const STATES = {
  connecting: t("Connecting"),
  open: t("Connected"),
  waiting: t("Reconnecting"),
  refused: t("Refused"),
  closed: t("Closed"),
};

/** Who is signed in here, `{users, login}`; asks until the server answers. */
export async function session() {
  for (let wait = 500; ; wait = Math.min(2 * wait, 8_000)) {
    const answer = await call("GET", "/v1/session");
    if (answer.ok) {
      return answer.body;
    }
    await new Promise((resolve) => setTimeout(resolve, wait * (0.5 + Math.random() / 2)));
  }
}

/** A card to sign in with: `{element, focus(), signedIn}`, the last a promise of the user. */
export function signInCard({ login, user = "", first = true }) {
  const title = user ? t("Sign in as {0}", user) : first ? t("Sign in") : t("Sign in one more user");
  const id = element("input", {
    id: "sign-in-user",
    name: "user",
    value: user,
    required: true,
    maxLength: 64,
    pattern: USER_RULE,
    title: t("1 to 64 letters, digits and . _ ~ @ + -, first a letter or digit"),
    autocomplete: "username",
    autocapitalize: "none",
    spellcheck: false,
  });
  const token = element("input", { id: "sign-in-token", type: "password", required: true, autocomplete: "current-password" });
  const button = element("button", { className: "primary" }, user ? title : t("Sign in"));
  const failure = element("p", { className: "bad", role: "alert" });
  const form = element(
    "form",
    { className: "card" },
    element("h2", {}, title),
    field(t("User id"), id, t("Any short name or number, such as 1 or alice.")),
    ...(login === "token" ? [field(t("Token"), token, t("The operator of this server gives it to you."))] : []),
    button,
    failure,
  );
  if (login === "open") {
    form.append(
      element(
        "p",
        { className: "note warn" },
        ...pieces("Sign-in is open: whoever reaches this server may sign in as any user. `HALLEY_LOGIN=token` closes it."),
      ),
    );
  }
  const signedIn = new Promise((resolve) => {
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      button.disabled = true;
      failure.textContent = "";
      const name = id.value.trim();
      const answer = await call("POST", "/v1/session", login === "token" ? { user: name, token: token.value } : { user: name });
      button.disabled = false;
      if (answer.ok) {
        resolve(name);
      } else {
        failure.textContent = answer.problem;
        (login === "token" ? token : id).focus();
      }
    });
  });
  const begin = !user ? id : login === "token" ? token : button;
  return { element: form, focus: () => begin.focus(), signedIn };
}

function field(label, input, hint) {
  const described = element("small", { className: "hint", id: `${input.id}-hint` }, hint);
  input.setAttribute("aria-describedby", described.id);
  return element("div", { className: "field" }, element("label", { htmlFor: input.id }, label), input, described);
}

/**
 * The user that this page is for, by its `user=` or because only one is signed in. Until there is one, `place` shows
 * how to get there. The page's address and its links name the user from then on; a page never changes its user.
 */
export async function userOfPage(place) {
  const wanted = new URL(location.href).searchParams.get("user") ?? "";
  const { users, login } = await session();
  let user = wanted || (users.length === 1 ? users[0] : "");
  if (!users.includes(user)) {
    const card = signInCard({ login, user, first: users.length === 0 });
    place.replaceChildren(...(wanted || users.length === 0 ? [] : [chooser(users)]), card.element);
    place.hidden = false;
    showState(document.getElementById("state"), "refused", { status: 401 });
    card.focus();
    user = await card.signedIn;
    place.hidden = true;
    place.replaceChildren();
  }
  const here = new URL(location.href);
  here.searchParams.set("user", user);
  if (wanted && user !== wanted) {
    location.replace(here);
    return new Promise(() => {});
  }
  history.replaceState(null, "", here);
  lead(user);
  document.querySelectorAll(".who").forEach((who) => (who.textContent = user));
  return user;
}

/** Makes the links of the bar lead to this user's pages. */
export function lead(user) {
  document.querySelectorAll("nav a").forEach((link) => {
    link.search = new URL(link.href).pathname === "/" ? "" : `?user=${encodeURIComponent(user)}`;
  });
}

function chooser(users) {
  const links = users.map((user) => {
    const here = new URL(location.href);
    here.searchParams.set("user", user);
    return element("a", { className: "button", href: here.href }, element("span", { className: "clip" }, user));
  });
  return element(
    "section",
    { className: "card" },
    element("h2", {}, t("Several users are signed in here")),
    element("p", {}, t("Whose page shall this be?")),
    element("div", { className: "row" }, ...links),
  );
}

/** Shows the state of a connection in the bar. */
export function showState(place, state, problem = null) {
  place.dataset.state = state;
  place.textContent = problem?.status === 401 ? t("Signed out") : STATES[state];
  place.title = problem?.detail ?? "";
}

/** Returns what tells the transport that is chosen; begins with the `transport=` of the page's address, and keeps it. */
export function chosenTransport(select, changed) {
  const wanted = new URL(location.href).searchParams.get("transport");
  if ([...select.options].some(({ value }) => value === wanted)) {
    select.value = wanted;
  }
  select.addEventListener("change", () => {
    const here = new URL(location.href);
    here.searchParams.set("transport", select.value);
    history.replaceState(null, "", here);
    changed();
  });
  return () => select.value;
}

/** Only what a browser may be sent to: never `javascript:` or `data:`, whatever the event says; null if it is none. */
export function addressIn(data) {
  try {
    const address = new URL(data.url);
    return ["http:", "https:"].includes(address.protocol) ? address : null;
  } catch {
    return null;
  }
}
