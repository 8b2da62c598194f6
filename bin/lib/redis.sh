# Finds, or brings, the Redis that tests use. To be sourced after tools.sh.

# The image of the tests' fixture.
redis_image() {
  sed -n 's/.* IMAGE = "\(.*\)";/\1/p' "$root/store/src/test-fixtures/java/io/halley/store/fixture/RedisContainer.java"
}

# Prints the redis-server to use: the one of REDIS_SERVER, else none where a Docker engine runs the image.
find_redis() {
  local server=${REDIS_SERVER:-} version
  if [ -z "$server" ]; then
    ! engine_has_redis || return 0
    server=$(command -v redis-server || true)
  fi
  if [ -z "$server" ]; then
    install redis-server ||
      die "no Redis found (expected: a Docker engine that answers, or redis-server on the PATH; install redis-server)"
    server=$(command -v redis-server) || die "no redis-server found after installing redis-server"
  fi
  [ -x "$server" ] || die "REDIS_SERVER: $server (expected: the path of a redis-server)"
  version=$("$server" --version | sed -n 's/.* v=\([0-9.]*\).*/\1/p')
  is_at_least "${version:-0}" 6.2 || die "$server is Redis ${version:-of an unknown version} (expected: 6.2 or newer)"
  echo "$server"
}

# Whether a Docker engine answers, and has the image, or gets it.
engine_has_redis() {
  command -v docker >/dev/null && docker info >/dev/null 2>&1 || return 1
  docker image inspect "$(redis_image)" >/dev/null 2>&1 || docker pull -q "$(redis_image)" >&2
}
