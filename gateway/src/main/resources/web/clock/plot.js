/** One bar for each second, as high as it came late; where some did not come, the time in between stands out. */

import { locale, t } from "/i18n.js";

const SVG = "http://www.w3.org/2000/svg";
const HEIGHT = 160; // px
const MARGIN = { top: 10, right: 4, bottom: 20, left: 52 }; // px, for the labels
const LEAST = 10; // ms that the axis has at least
const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });

/** Fills `place`; returns `draw(bars, now)` with bars `{time, value}`, or `{from, time}` if none came; times and `span` in ms. */
export function delayPlot(place, span) {
  const image = made("svg", { role: "img", height: HEIGHT });
  place.append(image);
  let drawn = [[], 0];
  new ResizeObserver(() => draw(...drawn)).observe(place);

  function draw(bars, now) {
    drawn = [bars, now];
    const width = place.clientWidth;
    const top = round(Math.max(LEAST, ...bars.map(({ value }) => value ?? 0)));
    const bottom = HEIGHT - MARGIN.bottom;
    const right = width - MARGIN.right;
    const x = (time) => Math.max(MARGIN.left, right - ((now - time) / span) * (right - MARGIN.left));
    const y = (value) => bottom - (value / top) * (bottom - MARGIN.top);
    const thick = Math.max(1.5, ((right - MARGIN.left) / span) * 1_000 - 1);
    const bar = ({ from, time, value }) =>
      from === undefined
        ? made("path", { class: "late", "stroke-width": thick, d: `M${x(time).toFixed(1)} ${bottom}V${(y(value) - 1).toFixed(1)}` })
        : made("path", { class: "missed", d: `M${(x(from) + thick).toFixed(1)} ${MARGIN.top}V${bottom}H${(x(time) - thick).toFixed(1)}V${MARGIN.top}Z` });
    image.setAttribute("width", width);
    image.setAttribute("aria-label", t("Delays of the last {0} minutes, up to {1} ms", span / 60_000, number.format(top)));
    image.replaceChildren(
      ...[0, top / 2, top].flatMap((value) => [
        made("path", { class: "grid", d: `M${MARGIN.left} ${y(value)}H${right}` }),
        made("text", { x: MARGIN.left - 6, y: y(value) + 4, "text-anchor": "end" }, t("{0} ms", number.format(value))),
      ]),
      made("text", { x: MARGIN.left, y: HEIGHT - 3 }, t("{0} min ago", span / 60_000)),
      made("text", { x: right, y: HEIGHT - 3, "text-anchor": "end" }, t("now")),
      ...bars.filter(({ time }) => now - time <= span).map(bar),
    );
  }

  return draw;
}

/** The top of the axis, with a middle that reads well: 10, 20, 40, 100 … */
function round(highest) {
  for (let power = 10; ; power *= 10) {
    const fits = [1, 2, 4].find((step) => step * power >= highest);
    if (fits !== undefined) {
      return fits * power;
    }
  }
}

function made(tag, attributes, text = "") {
  const made = document.createElementNS(SVG, tag);
  Object.entries(attributes).forEach(([name, value]) => made.setAttribute(name, value));
  made.textContent = text;
  return made;
}
