/**
 * The pages in English and Chinese. The English text is what stands in the pages, and the key of the Chinese one.
 *
 *     <html lang="en" data-zh="/zh.js">          the dictionary of the page: export default { "English": "中文" }
 *     <script src="/lang.js"></script>           in the head, before the page's module
 *
 *     import { lang, locale, pieces, t } from "/i18n.js";
 *     t("{0} unread", count)                     a text. Its first argument is a literal in double quotes, which a test
 *                                                looks for; where the number matters: n === 1 ? t("1 user") : t("{0} users", n)
 *     pieces("For {0}, see `to`.", element)      the same as nodes for append(): values may be elements, `…` is <code>
 *     new Intl.DateTimeFormat(locale, …)         lang is "en" or "zh", locale a tag for Intl
 *
 * What stands in the HTML is translated before the page's module runs: the text of each element in which there are
 * letters, with `…` for its code and {0}, {1} … for its other children; and title, placeholder, aria-label and alt. Left
 * alone are pre, code, noscript, and whatever has translate="no". The switch to the other language is added to the bar.
 */

const root = document.documentElement;
const ATTRIBUTES = ["title", "placeholder", "aria-label", "alt"];
const LEFT_ALONE = "script, noscript, pre, code, [translate=no]";

export const lang = root.lang.startsWith("zh") ? "zh" : "en";

/** The browser's own flavour of the language, such as en-GB, if it has one. */
export const locale = navigator.languages.find((tag) => tag.startsWith(lang)) ?? root.lang;

const words = lang === "zh" ? await dictionary() : {};

/** The text in the page's language, with values in place of {0}, {1} … */
export function t(text, ...values) {
  return (words[text] ?? text).replace(/\{(\d+)\}/g, (_, index) => values[index]);
}

/** Whole sentences, one behind the other; those that are empty are left out. */
export function sentences(...texts) {
  return texts.filter(Boolean).join(lang === "zh" ? "" : " ");
}

/** The same as `t` as a list of nodes and strings. */
export function pieces(text, ...values) {
  return (words[text] ?? text)
    .split(/(`[^`]*`|\{\d+\})/)
    .filter((part) => part !== "")
    .map((part) => {
      const inner = part.slice(1, -1);
      return part.startsWith("`") ? code(inner) : /^\{\d+\}$/.test(part) ? values[inner] : part;
    });
}

if (lang === "zh") {
  document.title = t(document.title);
  translate(document.body);
  delete root.dataset.untranslated;
}
document.querySelectorAll(".bar").forEach(addSwitch);

/** A page in the wrong language is better than none. */
async function dictionary() {
  try {
    return (await import(root.dataset.zh)).default;
  } catch (failure) {
    console.warn("no Chinese:", failure);
    return {};
  }
}

function translate(element) {
  if (element.matches(LEFT_ALONE)) {
    return;
  }
  for (const name of ATTRIBUTES.filter((name) => element.getAttribute(name))) {
    element.setAttribute(name, t(element.getAttribute(name)));
  }
  const children = [...element.children];
  const nodes = [...element.childNodes];
  if (nodes.some((node) => node.nodeType === Node.TEXT_NODE && /\p{L}/u.test(node.data))) {
    const values = children.filter((child) => child.localName !== "code");
    const text = nodes.map((node) => keyOf(node, values)).join("");
    element.replaceChildren(...pieces(text.replace(/\s+/g, " ").trim(), ...values));
  }
  children.forEach(translate);
}

function keyOf(node, values) {
  const index = values.indexOf(node);
  return index >= 0 ? `{${index}}` : node.localName === "code" ? "`" + node.textContent + "`" : (node.data ?? "");
}

function code(text) {
  const made = document.createElement("code");
  made.textContent = text;
  return made;
}

function addSwitch(bar) {
  const other = lang === "zh" ? "en" : "zh";
  const link = document.createElement("a");
  link.className = "lang";
  link.lang = link.hreflang = other === "zh" ? "zh-CN" : "en";
  link.textContent = other === "zh" ? "中文" : "English";
  const aim = () => {
    const there = new URL(location.href);
    there.searchParams.set("lang", other);
    link.href = there;
  };
  aim();
  link.addEventListener("click", aim); // the page's address may have changed since
  let end = bar.querySelector(".end");
  if (!end) {
    end = document.createElement("div");
    end.className = "end";
    bar.append(end);
  }
  end.append(link);
}
