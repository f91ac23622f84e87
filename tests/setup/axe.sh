# What judges whether everybody can use a page: axe-core, as npm has it. Sourced by `install`.

# Prints the path of its script.
axe() {
  local source=$setup/../page folder
  folder=$cache/axe-$(cat "$source/package.json" "$source/package-lock.json" | sha256sum | cut -c 1-12)
  if [ ! -e "$folder/package.json" ]; then
    need_command npm npm
    say "fetching axe-core from npm"
    mkdir "$scratch/axe"
    cp "$source/package.json" "$source/package-lock.json" "$scratch/axe/"
    npm ci --prefix "$scratch/axe" --ignore-scripts --no-audit --no-fund --loglevel=error >"$scratch/npm.log" 2>&1 ||
      fail "npm ci failed: $(tail -n 5 "$scratch/npm.log")"
    rm -rf "$folder"
    mv "$scratch/axe" "$folder"
  fi
  echo "$folder/node_modules/axe-core/axe.min.js"
}
