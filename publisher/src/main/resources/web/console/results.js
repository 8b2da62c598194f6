/** The pushes of this page, and what became of each. */

import { at, say } from "/console/page.js";
import { locale, t } from "/i18n.js";
import { element } from "/ui.js";

const MOST_ROWS = 200;
const KEPT = 10; // pushes on the page
const STEPS = ["sent", "written", "delivered", "read"];
const FURTHEST_FIRST = ["read", "delivered", "written", "sent", "gone"];
const WORDS = { sent: t("sent"), written: t("written"), delivered: t("delivered"), read: t("read"), gone: t("no longer kept") };
const clock = new Intl.DateTimeFormat(locale, { timeStyle: "medium", hourCycle: "h23" });

/** `{show(answer), open(), became([[of, receipt], …])}`; `onOpen` is called when there may be more to ask for. */
export function results(onOpen) {
  let pushes = []; // newest first: {fold, tally, stored: [{user, id, state, cell, push}]}

  function show({ url, results }) {
    const failed = results.filter(({ status }) => status !== 201);
    const stored = results
      .filter(({ status }) => status === 201)
      .map((result) => ({ ...result, state: "sent", cell: null }));
    const tally = element("span", { className: "soft tally" });
    const rows = [...failed, ...stored].slice(0, MOST_ROWS).map(resultRow);
    const hidden = results.length - rows.length;
    const words = summary(results, stored.length);
    const fold = element(
      "details",
      { className: "push", open: true },
      element(
        "summary",
        {},
        element("strong", { className: failed.length > 0 ? "bad" : "" }, words),
        tally,
        element("span", { className: "url mono", title: url }, url),
      ),
      ...(rows.length === 0 ? [] : [table(rows)]),
      ...(hidden > 0 ? [element("p", { className: "hint" }, t("and {0} more, all of them stored", hidden))] : []),
    );
    fold.addEventListener("toggle", onOpen);
    pushes.forEach((earlier) => (earlier.fold.open = false));
    const push = { fold, tally, stored };
    stored.forEach((of) => (of.push = push));
    pushes = [push, ...pushes].slice(0, KEPT);
    showTally(push);
    at("pushes").replaceChildren(...pushes.map((push) => push.fold));
    at("results").hidden = false;
    say(at("pushed"), `${words}: ${url}`);
    fold.firstElementChild.scrollIntoView({ block: "nearest" });
    onOpen();
  }

  return {
    show,
    /** Of whom something may still be learnt: nobody in particular got what was pushed to everybody. */
    open: () =>
      pushes
        .filter(({ fold }) => fold.open)
        .flatMap(({ stored }) => stored)
        .filter(({ user }) => user !== undefined),
    /** Counts once for a whole answer, however many receipts it has. */
    became(receipts) {
      for (const [of, receipt] of receipts) {
        of.state = receipt.state;
        if (of.cell !== null) {
          showSteps(of.cell, receipt);
        }
      }
      new Set(receipts.map(([of]) => of.push)).forEach(showTally);
    },
  };
}

function showTally({ tally, stored }) {
  const counts = new Map(FURTHEST_FIRST.map((state) => [state, 0]));
  stored.forEach(({ state }) => counts.set(state, counts.get(state) + 1));
  const words = [...counts].filter(([, count]) => count > 0).map(([state, count]) => t("{0} {1}", count, WORDS[state]));
  say(tally, stored.length > 1 ? words.join(" · ") : "");
}

function summary(results, stored) {
  if (results.length === 0) {
    return t("Nobody is online");
  }
  if (results.length === 1 && results[0].user === undefined) {
    return stored === 1 ? t("Pushed to everybody") : t("Not pushed");
  }
  if (stored < results.length) {
    return results.length === 1 ? t("Pushed to 0 of 1 user") : t("Pushed to {0} of {1} users", stored, results.length);
  }
  return stored === 1 ? t("Pushed to 1 user") : t("Pushed to {0} users", stored);
}

function table(rows) {
  const heads = [t("User"), t("Online"), t("Result")].map((name) => element("th", { scope: "col" }, name));
  const head = element("thead", {}, element("tr", {}, ...heads));
  return element("div", { className: "scroll" }, element("table", {}, head, element("tbody", {}, ...rows)));
}

function resultRow(result) {
  const { user, online, status, id, time, problem, replayed } = result;
  const name = element("td", { className: "wrap" }, user ?? t("everybody"));
  const presence =
    online === undefined
      ? element("td", { className: "soft" }, "–")
      : element("td", { className: online ? "good" : "soft" }, online ? t("yes") : t("no"));
  if (status !== 201) {
    return element("tr", {}, name, presence, element("td", { className: "bad wrap" }, problem.detail));
  }
  const steps = element("ol", { className: "steps" });
  showSteps(steps, { state: "sent", sent: time });
  result.cell = steps;
  const about = element("span", { className: "hint mono wrap" }, replayed ? t("{0} (pushed before)", id) : id);
  return element("tr", {}, name, presence, element("td", {}, steps, about));
}

/** Each step that was taken, and when; the furthest one stands out. */
function showSteps(place, receipt) {
  const taken = STEPS.filter((step) => typeof receipt[step] === "number");
  const lines = taken.map((step) => `${WORDS[step]} ${clock.format(receipt[step])}`).concat(receipt.state === "gone" ? [WORDS.gone] : []);
  if ([...place.children].map((item) => item.textContent).join() !== lines.join()) {
    place.replaceChildren(...lines.map((line) => element("li", {}, line)));
    place.dataset.state = receipt.state;
  }
}
