# The browser that the tests let call. Sourced by `install`.

# Prints the path of Debian's Chromium. No version is pinned: Debian keeps none but the newest, and browsers in the world are no
# older. Which one it was, the last lines of `tests/run` say.
debian_chromium() {
  need_command chromium chromium
  command -v chromium
}
