# What runs corsgen in the work of others: pre-commit, shells, and what reads man pages. Sourced by `install`.

# Prints the path of pre-commit: a script, since a folder of packages can be moved, and a venv cannot.
pre_commit() {
  local folder
  folder=$cache/pre-commit-$(sha256sum <"$setup/requirements-workflow.txt" | cut -c 1-12)
  if [ ! -x "$folder/pre-commit" ]; then
    say "fetching pre-commit from PyPI"
    need_python
    python3 -m venv "$scratch/workflow-venv" >"$scratch/venv.log" 2>&1 ||
      fail "python3 -m venv failed: $(tail -n 5 "$scratch/venv.log")"
    mkdir "$scratch/pre-commit"
    "$scratch/workflow-venv/bin/pip" install --quiet --no-deps --only-binary :all: --require-hashes \
      --target "$scratch/pre-commit/packages" -r "$setup/requirements-workflow.txt" >&2 ||
      fail "pip could not install pre-commit (the digests are those of CPython 3.11 on Linux, x86_64 and aarch64)"
    printf '#!/bin/sh\nPYTHONPATH="${0%%/*}/packages" exec python3 -m pre_commit "$@"\n' >"$scratch/pre-commit/pre-commit"
    chmod +x "$scratch/pre-commit/pre-commit"
    rm -rf "$folder"
    mv "$scratch/pre-commit" "$folder"
  fi
  echo "$folder/pre-commit"
}
