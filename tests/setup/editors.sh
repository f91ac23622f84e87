# What reads the JSON Schema: the YAML language server that editors run, Ajv, and check-jsonschema. Sourced by `install`.

# Prints the folder of the packages of `tests/editors/package-lock.json`, each by its digest.
editors() {
  local source=$setup/../editors folder
  need_command node nodejs
  need_command npm npm
  folder=$cache/editors-$(cat "$source/package.json" "$source/package-lock.json" | sha256sum | cut -c 1-12)
  if [ ! -e "$folder/package.json" ]; then
    say "fetching the YAML language server and Ajv from npm"
    mkdir "$scratch/editors"
    cp "$source/package.json" "$source/package-lock.json" "$scratch/editors/"
    npm ci --prefix "$scratch/editors" --ignore-scripts --no-audit --no-fund --loglevel=error >"$scratch/npm.log" 2>&1 ||
      fail "npm ci failed: $(tail -n 5 "$scratch/npm.log")"
    rm -rf "$folder"
    mv "$scratch/editors" "$folder"
  fi
  echo "$folder"
}

# Prints the path of the YAML language server.
yaml_language_server() {
  local folder
  folder=$(editors) || exit
  echo "$folder/node_modules/yaml-language-server/bin/yaml-language-server"
}

# Prints the path of Ajv.
ajv() {
  local folder
  folder=$(editors) || exit
  echo "$folder/node_modules/ajv/dist/ajv.js"
}

# Prints the path of check-jsonschema.
check_jsonschema() {
  python_packages check-jsonschema schema check_jsonschema
}
