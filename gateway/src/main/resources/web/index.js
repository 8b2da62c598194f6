import { t } from "/i18n.js";
import { session, signInCard } from "/page.js";
import { call, element } from "/ui.js";

const place = document.getElementById("sign-in");
const list = document.getElementById("users");

show();

async function show(newUser = null) {
  const { users, login } = await session();
  const card = signInCard({ login, first: users.length === 0 });
  list.replaceChildren(...users.map(row));
  document.getElementById("signed-in").hidden = users.length === 0;
  place.replaceChildren(card.element);
  card.signedIn.then(show);
  if (users.length === 0) {
    card.focus();
  } else if (newUser !== null) {
    document.getElementById(`pages-of-${newUser}`)?.focus();
  }
}

function row(user) {
  const query = `?user=${encodeURIComponent(user)}`;
  const failure = element("span", { className: "bad", role: "alert" });
  const signOut = element("button", { type: "button", className: "quiet small" }, t("Sign out"));
  signOut.setAttribute("aria-label", t("Sign out {0}", user));
  signOut.addEventListener("click", async () => {
    const answer = await call("DELETE", `/v1/session${query}`);
    if (answer.ok) {
      show();
    } else {
      failure.textContent = answer.problem;
    }
  });
  return element(
    "li",
    { className: "row apart" },
    element("strong", { className: "wrap" }, user),
    element(
      "span",
      { className: "row" },
      failure,
      element("a", { className: "button primary small", id: `pages-of-${user}`, href: `/push${query}` }, t("Pages")),
      element("a", { className: "button small", href: `/inbox${query}` }, t("Inbox")),
      element("a", { className: "button small", href: `/chat${query}` }, t("Chat")),
      signOut,
    ),
  );
}
