# What a Debian machine gives: packages, installed as root or only unpacked. Sourced by `install`.

# Ends the run with a message that its reader can act on.
fail() {
  printf 'tests/setup: %s\n' "$*" >&2
  exit 1
}

say() {
  printf 'tests/setup: %s\n' "$*" >&2
}

can_install() {
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null
}

# Brings the package lists up to date, once a run.
update_lists() {
  [ ! -e "$scratch/updated" ] || return 0
  can_install || return 0
  apt-get update -qq >&2 || fail "apt-get update failed"
  touch "$scratch/updated"
}

# Installs the Debian packages named, or says who has to.
install_packages() {
  can_install || fail "missing: $*. Install these Debian packages (or what your system calls them) and run this again"
  update_lists
  say "installing $*"
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >"$scratch/apt.log" 2>&1 ||
    fail "apt-get install $* failed: $(tail -n 5 "$scratch/apt.log")"
}

# Makes sure that command $1, of Debian package $2, is there.
need_command() {
  command -v "$1" >/dev/null || install_packages "$2"
  command -v "$1" >/dev/null || fail "package $2 brought no command $1"
}

# Unpacks the Debian package $1 into the folder $2. Nothing is configured and no service starts, which is why even
# root unpacks nginx: the package would start one on port 80.
unpack_package() {
  local package=$1 folder=$2
  command -v apt-get >/dev/null && command -v dpkg-deb >/dev/null || return 1
  mkdir -p "$scratch/deb" "$folder"
  rm -f "$scratch/deb/${package}"_*.deb
  update_lists
  (cd "$scratch/deb" && apt-get download -qq "$package" >download.log 2>&1) || return 1
  dpkg-deb -x "$scratch/deb/${package}"_*.deb "$folder"
}
