// The clock demo as pages of its time held it: an object named comet, and a hidden frame that calls it.

import { locale } from "/i18n.js";

const AGAIN_MS = 2000;

const hours = new Intl.DateTimeFormat(locale, { timeStyle: "medium" });
const clock = document.getElementById("clock");

window.comet = {
  printServerTime(seconds) {
    clock.textContent = hours.format(1000 * seconds);
  },
};

function listen() {
  const frame = document.createElement("iframe");
  frame.hidden = true;
  frame.src = "/classic/clock";
  // it never ends, unless the server does
  frame.addEventListener("load", () => {
    clock.textContent = "";
    frame.remove();
    setTimeout(listen, AGAIN_MS);
  });
  document.body.append(frame);
}

// a page whose frame does not end would never be there itself
if (document.readyState === "complete") {
  listen();
} else {
  addEventListener("load", listen);
}
