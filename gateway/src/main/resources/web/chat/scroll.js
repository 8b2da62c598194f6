/** Keeps a log at its end while that is where its reader is; else says that there is something new. */

const NEAR = 40; // px from the end that still count as there

/** `newer` is the button that leads to what is new. */
export function keptAtEnd(log, newer) {
  let atEnd = true; // as of the last frame: what is added since then doesn't count

  log.addEventListener("scroll", look, { passive: true });
  newer.addEventListener("click", toEnd);
  new ResizeObserver(() => atEnd && toEnd()).observe(log); // a keyboard on the screen, a longer message being typed

  function look() {
    atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < NEAR;
    newer.hidden ||= atEnd;
  }

  function toEnd() {
    log.scrollTop = log.scrollHeight;
    look();
  }

  return {
    toEnd,
    /** To be called when something was added or has grown. */
    grown({ isNew = false } = {}) {
      if (atEnd) {
        toEnd();
      } else if (isNew) {
        newer.hidden = false;
      }
    },
  };
}
