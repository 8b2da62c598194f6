# What the commands in bin share: finding a JDK and Maven, installing, and one-line errors. To be sourced.

die() {
  echo "${0##*/}: $*" >&2
  exit 1
}

# is_at_least VERSION LEAST: compares dotted numbers.
is_at_least() {
  [ "$(printf '%s\n%s\n' "$2" "$1" | sort -t. -k1,1n -k2,2n -k3,3n | head -n 1)" = "$2" ]
}

# find_java LEAST: prints the java of JAVA_HOME, or else of the PATH.
find_java() {
  local java version
  java=${JAVA_HOME:+$JAVA_HOME/bin/java}
  java=${java:-$(command -v java || true)}
  [ -n "$java" ] && [ -x "$java" ] || die "no java found (expected: a JDK from $1 on, by JAVA_HOME or on the PATH)"
  version=$("$java" -version 2>&1 | sed -n 's/.* version "\([0-9][0-9]*\).*/\1/p' | head -n 1)
  [ -n "$version" ] || die "$java does not tell its version (expected: a JDK from $1 on)"
  is_at_least "$version" "$1" || die "$java is Java $version (expected: $1 or newer)"
  echo "$java"
}

# require_jdk JAVA: leaves if what has this java is no JDK.
require_jdk() {
  [ -x "$(dirname "$1")/javac" ] || command -v javac >/dev/null || die "no javac beside $1 (expected: a JDK, not a JRE)"
}

# require_maven LEAST: leaves if there is no mvn of at least this version.
require_maven() {
  local version
  command -v mvn >/dev/null || die "no mvn found (expected: Maven from $1 on, on the PATH)"
  version=$(mvn -v 2>/dev/null | sed -n 's/.*Apache Maven \([0-9][0-9.]*\).*/\1/p' | head -n 1)
  [ -n "$version" ] || die "mvn does not tell its version (expected: Maven from $1 on)"
  is_at_least "$version" "$1" || die "mvn is Maven $version (expected: $1 or newer)"
}

# install PACKAGE…: by the system's package manager, where this user may. Says nothing on standard output.
install() {
  local apt=(apt-get)
  command -v apt-get >/dev/null || return 1
  if [ "$(id -u)" -ne 0 ]; then
    sudo -n true 2>/dev/null || return 1
    apt=(sudo -n apt-get)
  fi
  echo "Installing $* by apt-get" >&2
  "${apt[@]}" update -qq >&2 || true
  DEBIAN_FRONTEND=noninteractive "${apt[@]}" install -y -qq --no-install-recommends "$@" >&2
}
