/** On which devices a user is online, unfolded below the user's row. */

import { say } from "/console/page.js";
import { locale, t } from "/i18n.js";
import { element } from "/ui.js";

const clock = new Intl.DateTimeFormat(locale, { timeStyle: "short", hourCycle: "h23" });
const calendar = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short", hourCycle: "h23" });
let made = 0;

/** `{button, list, show(devices)}`: the button unfolds the list, and both hide while there are no devices. */
export function devicesOf(user) {
  const list = element("ul", { className: "devices soft", id: `devices-${++made}`, hidden: true });
  const button = element("button", { type: "button", className: "quiet small", hidden: true });
  const words = element("span");
  button.append(words, element("span", { className: "visually-hidden" }, ` ${t("of {0}", user)}`));
  button.setAttribute("aria-controls", list.id);
  button.addEventListener("click", () => unfold(list.hidden));

  function unfold(wanted) {
    list.hidden = !wanted;
    button.setAttribute("aria-expanded", String(wanted));
  }

  unfold(false);
  return {
    button,
    list,
    show(devices) {
      button.hidden = devices.length === 0;
      if (devices.length === 0) {
        unfold(false);
      }
      say(words, devices.length === 1 ? t("1 device") : t("{0} devices", devices.length));
      const lines = devices.map(({ transport, gateway, since }) => t("{0} at {1}, since {2}", transport, gateway, when(since)));
      if ([...list.children].map((item) => item.textContent).join() !== lines.join()) {
        list.replaceChildren(...lines.map((line) => element("li", { className: "wrap" }, line)));
      }
    },
  };
}

function when(time) {
  return (new Date(time).toDateString() === new Date().toDateString() ? clock : calendar).format(time);
}
