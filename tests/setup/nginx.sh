# The two nginx that the tests run against: Debian 12's, and 1.28 from its source. Sourced by `install`.

# The crate that carries nginx 1.28.3, and its digest in the crates.io index.
nginx_crate=1.28.5+1.28.3
nginx_digest=60c9192630560c017a18e1da5b4c5de9d78450923f17325752c6f0f7f3911c86

# Prints the path of Debian's nginx 1.22: the system's if that is one, else the package unpacked into the cache.
nginx_122() {
  local folder=$cache/nginx-1.22 own=/usr/sbin/nginx
  if [ -x "$own" ] && "$own" -v 2>&1 | grep -q 'nginx/1\.22\.'; then
    echo "$own"
    return
  fi
  if [ ! -x "$folder/usr/sbin/nginx" ]; then
    say "unpacking nginx 1.22 from Debian"
    unpack_package nginx "$scratch/nginx-1.22" ||
      fail "no nginx 1.22: it is Debian 12's package \`nginx\`. Set CORSGEN_NGINX_122 to such a binary (as root, apt-get update may be all that is missing)"
    if ldd "$scratch/nginx-1.22/usr/sbin/nginx" | grep -q 'not found'; then
      install_packages libcrypt1 libpcre2-8-0 libssl3 zlib1g
    fi
    rm -rf "$folder"
    mv "$scratch/nginx-1.22" "$folder"
  fi
  echo "$folder/usr/sbin/nginx"
}

# Prints the path of nginx 1.28.3, built from the source in the crate `nginx-src`.
nginx_128() {
  local folder=$cache/nginx-${nginx_crate#*+}
  if [ ! -x "$folder/nginx" ]; then
    say "building nginx ${nginx_crate#*+} from the crate nginx-src (about half a minute)"
    nginx_source
    nginx_build "$scratch/nginx-src-$nginx_crate/nginx" >"$scratch/build.log" 2>&1 ||
      fail "nginx ${nginx_crate#*+} does not build: $(tail -n 20 "$scratch/build.log")"
    mkdir "$scratch/nginx-1.28"
    mv "$scratch/nginx-src-$nginx_crate/nginx/objs/nginx" "$scratch/nginx-1.28/"
    rm -rf "$folder"
    mv "$scratch/nginx-1.28" "$folder"
  fi
  echo "$folder/nginx"
}

# Unpacks the crate. `cargo info` fetches it alone; `cargo fetch` of a manifest would bring fifty others that only its
# build script wants.
nginx_source() {
  local home=${CARGO_HOME:-$HOME/.cargo} name=nginx-src-$nginx_crate.crate crate
  (cd "$scratch" && cargo info --quiet "nginx-src@${nginx_crate%+*}" >/dev/null) ||
    fail "cargo could not fetch the crate nginx-src ${nginx_crate%+*}"
  for crate in "$home"/registry/cache/*/"$name"; do
    if echo "$nginx_digest  $crate" | sha256sum --check --status; then
      tar -xzf "$crate" -C "$scratch"
      return
    fi
  done
  fail "no $name with the digest $nginx_digest in $home/registry/cache"
}

# Builds the source in folder $1: what the tests' configs use and no more. `http_auth_request` is there because a
# preflight must not pass authentication; `http_v2` because proxies speak it. No prefix: it is started with `-p`. A shell of its own: it changes the folder.
nginx_build() (
  options=(
    --error-log-path=stderr --with-pcre-jit
    --with-http_auth_request_module --with-http_v2_module --without-http_gzip_module
  )
  cd "$1"
  if ! echo '#include <pcre2.h>' | cc -E -DPCRE2_CODE_UNIT_WIDTH=8 - >/dev/null 2>&1; then
    unpack_package libpcre2-dev "$scratch/pcre2" || fail "missing: the PCRE2 headers, Debian package libpcre2-dev"
    options+=(
      # Relative: the makefiles of nginx bear no blank in a path.
      --with-cc-opt="-I../../pcre2/usr/include"
      --with-ld-opt="-L../../pcre2/usr/lib/$(cc -print-multiarch)"
    )
  fi
  auto/configure "${options[@]}" && make -j"$(getconf _NPROCESSORS_ONLN)"
)
