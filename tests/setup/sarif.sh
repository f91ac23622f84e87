# The schema of SARIF, the standard's own. Sourced by `install`.

# Prints the path of the schema of SARIF 2.1.0. It is taken out of a package that carries the file as OASIS publishes it: of that
# package nothing is run, and none of what it depends on is fetched.
sarif_schema() {
  local package=@datadog/datadog-ci@2.48.0 file=dist/commands/sarif/json-schema/sarif-schema-2.1.0.json path digest
  digest=947bebc1ae4f8dbc39eedac174d2b5a9e495f3c9ee1e7293e8f4fbf50734c3bb
  path=$cache/sarif-2.1.0-$(printf %.12s "$digest")/schema.json
  if [ ! -e "$path" ]; then
    say "fetching the schema of SARIF from npm"
    need_command npm npm
    mkdir "$scratch/sarif"
    (cd "$scratch/sarif" && npm pack --silent "$package" >pack.log 2>&1) ||
      fail "npm pack $package failed: $(tail -n 5 "$scratch/sarif/pack.log")"
    echo "$digest  $(echo "$scratch"/sarif/*.tgz)" | sha256sum --check --quiet >&2 || fail "$package is not the one that is known"
    mkdir "$scratch/sarif/schema"
    tar -xzf "$scratch"/sarif/*.tgz -O "package/$file" >"$scratch/sarif/schema/schema.json"
    rm -rf "$(dirname "$path")"
    mv "$scratch/sarif/schema" "$(dirname "$path")"
  fi
  echo "$path"
}
