import { at, call, say } from "/console/page.js";
import { t } from "/i18n.js";
import { element } from "/ui.js";

const USER = /^[A-Za-z0-9][A-Za-z0-9._~@+-]{0,63}$/;
const MOST_USERS = 1000;
const MOST_CHIPS = 12;

/**
 * The form that pushes. `users` is the list in which they are chosen; `onAnswer` sees every answer of the server,
 * `onPushed` those that say what was pushed.
 */
export function pushForm(users, onAnswer, onPushed) {
  const [form, ids, url, title, button] = ["push-form", "ids", "url", "title", "push"].map(at);
  const target = () => form.elements.to.value;
  const everyone = () => [...new Set([...users.chosen(), ...typed()])];
  let unsure = null; // a push of which it is not known whether it arrived: {body, key}

  function typed() {
    return ids.value.split(/[\s,;]+/).filter((id) => id !== "");
  }

  function refresh() {
    const some = target() === "some";
    at("some").hidden = !some;
    say(at("whom"), some ? "" : WHOM[target()]);
    showChosen();
    const count = everyone().length;
    button.textContent = some ? (count === 0 ? t("Push") : labelFor(count)) : LABEL[target()];
  }

  function showChosen() {
    const chosen = users.chosen();
    const chips = chosen.slice(0, MOST_CHIPS).map((id) => {
      const drop = element("button", { type: "button" }, "×");
      drop.setAttribute("aria-label", t("Leave out {0}", id));
      drop.addEventListener("click", () => {
        users.choose(id, false);
        refresh();
      });
      return element("li", { className: "chip" }, element("span", { className: "clip" }, id), drop);
    });
    const rest = chosen.length - chips.length;
    at("chosen").replaceChildren(...chips, ...(rest > 0 ? [element("li", { className: "chip" }, t("and {0} more", rest))] : []));
  }

  /** What keeps this from being pushed, as `[field, words]`; null if nothing does. */
  function mistake() {
    if (target() === "some") {
      const wrong = typed().find((id) => !USER.test(id));
      if (wrong !== undefined) {
        return [ids, t("“{0}” is no user id: 1 to 64 letters, digits and . _ ~ @ + -, first a letter or digit.", wrong)];
      }
      const count = everyone().length;
      if (count === 0) {
        return [ids, t("Select users in the list, or type their ids.")];
      }
      if (count > MOST_USERS) {
        return [ids, t("{0} users are too many at once: at most {1}. “Everybody” has no limit.", count, MOST_USERS)];
      }
    }
    return url.value.trim() === "" ? [url, t("Which page? Type or paste its address.")] : null;
  }

  function complain(field, words) {
    [ids, url, title].forEach((input) => input.setAttribute("aria-invalid", String(input === field)));
    say(at("push-problem"), words);
    field?.focus();
  }

  async function push(key) {
    const found = mistake();
    complain(found?.[0], found?.[1] ?? "");
    if (found || button.disabled) {
      return;
    }
    const body = { to: target() === "some" ? everyone() : target(), url: url.value, ...(title.value.trim() && { title: title.value }) };
    const text = JSON.stringify(body);
    const attempt = unsure?.text === text ? unsure : { text, key: [...crypto.getRandomValues(new Uint32Array(4))].join("-") };
    button.disabled = true;
    const answer = await call(key, "POST", "/v1/push", body, { "Idempotency-Key": attempt.key });
    button.disabled = false;
    unsure = answer.status === 0 || answer.status >= 500 ? attempt : null;
    onAnswer(answer);
    if (answer.ok) {
      onPushed(answer.body);
    } else if (answer.status !== 401) {
      complain(fieldOf(answer), unsure ? repeatable(answer) : answer.problem);
    }
  }

  function fieldOf({ body }) {
    const slug = body?.type?.split(":").pop();
    return { "invalid-url": url, "invalid-title": title, "invalid-user": ids, "invalid-to": ids }[slug];
  }

  form.addEventListener("change", refresh);
  form.addEventListener("input", () => {
    complain(undefined, "");
    refresh();
  });
  refresh();
  return { push, refresh };
}

const labelFor = (count) => (count === 1 ? t("Push to 1 user") : t("Push to {0} users", count));

const repeatable = ({ problem }) => t("{0} Push again to repeat it; nobody will see it twice.", problem);

const WHOM = {
  online: t("Everybody with a page open at this moment."),
  all: t("Every user, and those who sign in later see it too."),
};

const LABEL = { online: t("Push to everybody online"), all: t("Push to everybody") };
