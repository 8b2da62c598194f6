# Finds, or brings, what tests in a browser need. To be sourced after tools.sh.

# The Playwright of pom.xml.
playwright_version() {
  sed -n 's/.*<playwright.version>\(.*\)<.*/\1/p' "$root/pom.xml"
}

# Prints the node to use.
find_node() {
  local node=${PLAYWRIGHT_NODEJS_PATH:-}
  [ -n "$node" ] || node=$(command -v node || true)
  if [ -z "$node" ]; then
    install nodejs || die "no node found (expected: Node.js from 18 on, on the PATH; install nodejs)"
    node=$(command -v node) || die "no node found after installing nodejs"
  fi
  is_at_least "$("$node" --version | tr -d v)" 18 || die "$node is $("$node" --version) (expected: v18 or newer)"
  echo "$node"
}

# Prints the Chromium to use.
find_browser() {
  local browser
  if [ -n "${CHROMIUM:-}" ]; then
    [ -x "$CHROMIUM" ] || die "CHROMIUM: $CHROMIUM (expected: the path of a Chromium)"
    echo "$CHROMIUM"
    return
  fi
  browser=$(browser_on_path || downloaded_browser || true)
  if [ -z "$browser" ] && command -v npx >/dev/null; then
    echo "Downloading a Chromium by Playwright" >&2
    npx -y "playwright@$(playwright_version)" install chromium </dev/null >&2 || echo "No download" >&2
    browser=$(downloaded_browser || true)
  fi
  if [ -z "$browser" ] && install chromium; then
    browser=$(browser_on_path || true)
  fi
  [ -n "$browser" ] || die "no browser found (expected: Chromium or Chrome on the PATH, or its path in CHROMIUM)"
  echo "$browser"
}

browser_on_path() {
  command -v chromium || command -v chromium-browser || command -v google-chrome
}

# What Playwright has brought earlier.
downloaded_browser() {
  local browser
  for browser in \
    "${PLAYWRIGHT_BROWSERS_PATH:-$HOME/.cache/ms-playwright}"/chromium-*/chrome-linux*/chrome \
    "${PLAYWRIGHT_BROWSERS_PATH:-$HOME/Library/Caches/ms-playwright}"/chromium-*/chrome-mac*/*.app/Contents/MacOS/*; do
    [ -x "$browser" ] && echo "$browser" && return
  done
  return 1
}
