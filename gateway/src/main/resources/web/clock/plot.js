/** One bar for each second, as high as it came late; where some did not come, the time in between stands out. */

import { locale, t } from "/i18n.js";
import { axisTop, drawn } from "/ui.js";

const HEIGHT = 160; // px
const MARGIN = { top: 10, right: 4, bottom: 20, left: 52 }; // px, for the labels
const LEAST = 10; // ms that the axis has at least
const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });

/** Fills `place`; returns `draw(bars, now)` with bars `{time, value}`, or `{from, time}` if none came; times and `span` in ms. */
export function delayPlot(place, span) {
  const image = drawn("svg", { role: "img", height: HEIGHT });
  place.append(image);
  let latest = [[], 0];
  new ResizeObserver(() => draw(...latest)).observe(place);

  function draw(bars, now) {
    latest = [bars, now];
    const width = place.clientWidth;
    const top = axisTop(Math.max(LEAST, ...bars.map(({ value }) => value ?? 0)));
    const bottom = HEIGHT - MARGIN.bottom;
    const right = width - MARGIN.right;
    const x = (time) => Math.max(MARGIN.left, right - ((now - time) / span) * (right - MARGIN.left));
    const y = (value) => bottom - (value / top) * (bottom - MARGIN.top);
    const thick = Math.max(1.5, ((right - MARGIN.left) / span) * 1_000 - 1);
    const bar = ({ from, time, value }) =>
      from === undefined
        ? drawn("path", { class: "late", "stroke-width": thick, d: `M${x(time).toFixed(1)} ${bottom}V${(y(value) - 1).toFixed(1)}` })
        : drawn("path", { class: "missed", d: `M${(x(from) + thick).toFixed(1)} ${MARGIN.top}V${bottom}H${(x(time) - thick).toFixed(1)}V${MARGIN.top}Z` });
    image.setAttribute("width", width);
    image.setAttribute("aria-label", t("Delays of the last {0} minutes, up to {1} ms", span / 60_000, number.format(top)));
    image.replaceChildren(
      ...[0, top / 2, top].flatMap((value) => [
        drawn("path", { class: "grid", d: `M${MARGIN.left} ${y(value)}H${right}` }),
        drawn("text", { x: MARGIN.left - 6, y: y(value) + 4, "text-anchor": "end" }, t("{0} ms", number.format(value))),
      ]),
      drawn("text", { x: MARGIN.left, y: HEIGHT - 3 }, t("{0} min ago", span / 60_000)),
      drawn("text", { x: right, y: HEIGHT - 3, "text-anchor": "end" }, t("now")),
      ...bars.filter(({ time }) => now - time <= span).map(bar),
    );
  }

  return draw;
}
