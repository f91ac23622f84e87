# What every example's `start` is made of. It is sourced; `cd` into the example's folder comes first.
#
#   PORT=8080 examples/NAME/start             starts the example, asks, shows what is answered, and stops it
#   PORT=8080 examples/NAME/start --stay      leaves it running until Ctrl-C
set -euo pipefail

port=${PORT:-8080}
behind=$((port + 1))
example=$PWD
address=http://127.0.0.1:$port
scratch=$(mktemp -d)
started=()

trap stop EXIT
trap 'exit 130' INT TERM

stop() {
  # One that has ended already is no concern.
  for pid in "${started[@]}"; do kill "$pid" 2>/dev/null || :; done
  for pid in "${started[@]}"; do wait "$pid" 2>/dev/null || :; done
  rm -rf "$scratch"
}

fail() {
  echo "$0: $*" >&2
  exit 1
}

listens() {
  (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}

# Starts a command in the background and waits until it listens on the port $1.
serve() {
  local on=$1 name=${2##*/} pid
  shift
  ! listens "$on" || fail "port $on is taken, try another: PORT=9000 $0"
  command -v "$1" >/dev/null || fail "there is no \`$1\` here: examples/README.md says how to name one that is elsewhere"
  "$@" >"$scratch/$name.log" 2>&1 &
  pid=$!
  started+=("$pid")
  for _ in $(seq 200); do
    ! listens "$on" || return 0
    kill -0 "$pid" 2>/dev/null || fail "$name ended: $(cat "$scratch/$name.log")"
    sleep 0.1
  done
  fail "$name does not listen on port $on: $(cat "$scratch/$name.log")"
}

# Builds and starts an example's own server: `serve_example ARGUMENT…`, which is then given the address to listen on. `SERVER` names
# one that is built already.
serve_example() {
  local manifest=$example/Cargo.toml
  if [ -n "${SERVER:-}" ]; then
    serve "$port" "$SERVER" "$@" "127.0.0.1:$port"
  else
    echo "building it, which at first takes a minute or more" >&2
    cargo build --quiet --manifest-path "$manifest"
    serve "$port" cargo run --quiet --manifest-path "$manifest" -- "$@" "127.0.0.1:$port"
  fi
  echo "listening on $address"
}

# Puts the two ports into a config that is for 8080 and 8081. Not one after the other: the second would find what the first has put.
on_own_ports() {
  sed -e "s/\(: *\)8080/\1$port/" -e t -e "s/\(: *\)8081/\1$behind/"
}

# Sends a request and shows what a browser would look at, and the body:  ask 'WHY' METHOD PATH [HEADER]...
ask() {
  local title=$1 method=$2 path=$3 headers=()
  shift 3
  printf '\n%s# %s%s\n> %s %s\n' "$bold" "$title" "$plain" "$method" "$path"
  for header in "$@"; do
    headers+=(-H "$header")
    printf '> %s\n' "$header"
  done
  curl -sS -D "$scratch/head" -o "$scratch/body" -X "$method" "${headers[@]}" "$address$path" || fail "no answer"
  sed -n '1s/^[^ ]* \([0-9]*\).*/< \1/p' "$scratch/head"
  tr -d '\r' <"$scratch/head" | grep -iE '^(access-control-|vary:)' | LC_ALL=C sort -f | sed 's/^/< /' || :
  awk 1 "$scratch/body" # with an end of line, even where it has none
}

# After the last request: leaves what runs running, if that is wished.
finish() {
  [ "${1:-}" = --stay ] || return 0
  printf '\n%s, until Ctrl-C\n' "$address"
  wait
}

bold='' plain=''
if [ -t 1 ] && [ -z "${NO_COLOR:-}" ]; then bold=$'\e[1m' plain=$'\e[0m'; fi
