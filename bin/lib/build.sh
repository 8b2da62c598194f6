# What bin/run and bin/dist share: building the jars when a source is newer. To be sourced after tools.sh.

# is_stale JAR
is_stale() {
  [ -f "$1" ] || return 0
  # folders too, because their time changes when a file goes
  [ -n "$(find "$root"/pom.xml "$root"/*/pom.xml "$root"/*/src/main "$root"/client -newer "$1" -print 2>/dev/null | head -n 1)" ]
}

# build_stale JAVA JAR…: builds all of Halley, without its tests, if one of these is stale.
build_stale() {
  local java=$1 jar log
  shift
  for jar in "$@"; do
    is_stale "$jar" || continue
    require_jdk "$java"
    require_maven 3.8.7
    echo "Building Halley; the first time takes a minute or two." >&2
    log=$(mktemp)
    if ! (cd "$root" && mvn -q -B -Dmaven.test.skip=true package >"$log" 2>&1 </dev/null); then
      cat "$log" >&2
      rm -f "$log"
      die "the build failed; see above"
    fi
    rm -f "$log"
    return
  done
}
