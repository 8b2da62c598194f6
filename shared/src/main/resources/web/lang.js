/*
 * Which language a page speaks, before it is first painted: `?lang=en` or `?lang=zh`, which is remembered; else what is
 * remembered; else the first of the browser's languages that is one of these. To stand in the head, and no module.
 */
{
  const NAME = "halley.lang";
  const root = document.documentElement;
  const known = (tags) => tags.map((tag) => /^(en|zh)\b/i.exec(tag ?? "")?.[1].toLowerCase()).find((found) => found);

  // a browser may be set to keep nothing
  const kept = (action) => {
    try {
      return action();
    } catch {
      return null;
    }
  };

  const asked = known([new URLSearchParams(location.search).get("lang")]);
  if (asked) {
    kept(() => localStorage.setItem(NAME, asked));
  }
  const lang = asked ?? known([kept(() => localStorage.getItem(NAME)), ...navigator.languages]) ?? "en";
  if (lang === "zh") {
    root.lang = "zh-CN";
    root.dataset.untranslated = ""; // hides the page, until i18n.js has translated it
    const words = document.createElement("link");
    words.rel = "modulepreload";
    words.href = root.dataset.zh;
    document.head.append(words);
  }
}
