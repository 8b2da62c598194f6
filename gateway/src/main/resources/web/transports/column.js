/** What has come over one transport, newest first. */

import { locale, t } from "/i18n.js";
import { showState } from "/page.js";
import { element } from "/ui.js";

const KEPT = 100; // events
const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
const WRONG = { gap: t("Some are missing before this one."), extra: t("Twice, or out of order.") };

/** `late` tells how late each event was, compared with the fastest over any transport. */
export function makeColumn(name, title, late) {
  const state = element("span", { className: "state" });
  const count = element("strong", {});
  const list = element("ol", {});
  const trouble = element("p", { className: "bad hint" });
  const made = element(
    "section",
    { className: "card", id: `column-${name}` },
    element("h2", {}, title),
    state,
    element("p", {}, count),
    trouble,
    list,
  );
  made.setAttribute("aria-label", title);
  let now = "connecting";
  let wasOpen = false;
  let arrived = 0;
  let polled = 0;
  count.textContent = t("{0} events", 0);

  function put(row) {
    list.prepend(row);
    while (list.children.length > KEPT) {
      list.lastElementChild.remove();
    }
  }

  return {
    element: made,
    now: () => now,
    wasOpen: () => wasOpen,
    /** How many came by a poll in place of the stream. */
    polled: () => polled,

    state(next, problem) {
      now = next;
      wasOpen ||= next === "open";
      showState(state, next, problem);
      trouble.textContent = problem ? problem.detail || problem.title : "";
    },

    /** `wrong` as comparison.js has it; `by` is what brought it. */
    arrived({ id, time, data }, wrong, by) {
      const ms = t("{0} ms", number.format(late.of(late.arrived(time))));
      arrived++;
      count.textContent = arrived === 1 ? t("1 event") : t("{0} events", number.format(arrived));
      polled += by === name ? 0 : 1;
      const row = element(
        "li",
        { className: wrong ? "bad" : "", title: wrong ? WRONG[wrong] : "" },
        element("span", { className: "clip", dir: "auto" }, typeof data === "string" ? data : JSON.stringify(data)),
        element("span", { className: "soft" }, ms),
        element("span", { className: "id mono clip" }, id),
        element("span", { className: "hint" }, by === name ? "" : t("by poll")),
      );
      put(row);
    },

    /** The server says that some are no longer kept. */
    gap() {
      put(element("li", { className: "bad" }, element("span", {}, t("Some are no longer kept."))));
    },
  };
}
