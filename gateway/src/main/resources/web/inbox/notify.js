/** Tells a user of what has come while the page is in the background, if the user wants that. */

import { t } from "/i18n.js";
import { titleOf } from "/inbox/list.js";

const BLOCKED = t("This browser shows no notifications of this site. Its settings for the site can change that.");

/** For this user. What was chosen is remembered in this browser, which is asked only when the user ticks the box. */
export function notifier(user) {
  const name = `halley.notify.${user}`;
  const box = document.getElementById("notify");
  const hint = document.getElementById("notify-hint");
  let shown = null;

  async function choose() {
    hint.textContent = "";
    if (box.checked && Notification.permission === "default") {
      await Notification.requestPermission();
    }
    if (box.checked && Notification.permission !== "granted") {
      box.checked = false;
      hint.textContent = BLOCKED;
    }
    box.checked ? localStorage.setItem(name, "yes") : localStorage.removeItem(name);
  }

  function withdraw() {
    shown?.close();
    shown = null;
  }

  if ("Notification" in window) {
    document.getElementById("notify-me").hidden = false;
    box.checked = localStorage.getItem(name) !== null && Notification.permission === "granted";
    box.onchange = choose;
  }

  return {
    /** One at a time, also when several pages of the user are in the background: the tag makes each replace the last. */
    arrived(event, unread) {
      if (!box.checked || !document.hidden) {
        return;
      }
      withdraw();
      const words = unread > 1 ? t("{0} unread in the inbox of {1}", unread, user) : t("Inbox of {0}", user);
      shown = made(titleOf(event), { body: words, tag: `halley-inbox-${user}`, icon: "/favicon.svg" });
      shown?.addEventListener("click", () => {
        window.focus();
        withdraw();
      });
    },
    withdraw,
  };
}

/** Some browsers on phones have the class and no notifications by it. */
function made(title, options) {
  try {
    return new Notification(title, options);
  } catch {
    return null;
  }
}
