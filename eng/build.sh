# Sourced by run.sh, status and test.sh: builds the host and fetches what comes from npm, only when something changed.
# shellcheck shell=bash
root=${root:?}
host_dll="$root/artifacts/host/status-host.dll"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

need() {
  command -v "$1" >/dev/null || { echo "$1 is missing: $2" >&2; exit 1; }
}

# Everything the build reads is older than its result; a folder is newer when a file in it was added or removed.
up_to_date() {
  local result=$1
  shift
  [ -f "$result" ] && [ -z "$(find "$@" \( -name obj -o -name bin \) -prune -o -newer "$result" -print -quit)" ]
}

# Installs a folder's locked packages when the lock changed since it was done. No install scripts run: none of them is needed.
npm_ci() {
  local folder=$1 stamp="$1/node_modules/.status-lock"
  cmp -s "$folder/package-lock.json" "$stamp" && return
  need npm "install Node.js 20 or later (Debian: apt install nodejs npm)."
  echo "Fetching what the console is made of …"
  (cd "$folder" && npm ci --include=dev --ignore-scripts --no-audit --no-fund --loglevel=error) || return 1
  cp "$folder/package-lock.json" "$stamp"
}

# The console with Elsa Studio's files, as artifacts/console. Types and style are checked by test.sh; a start need not wait for them.
build_console() {
  local studio="$root/studio" result="$root/artifacts/console/index.html"
  if [ -f "$result" ] && [ -z "$(find "$studio" \( -name node_modules -o -name dist \) -prune -o -newer "$result" -print -quit)" ]; then return; fi
  npm_ci "$studio" || return 1
  echo "Building the console …"
  mkdir -p "$root/artifacts"
  (cd "$studio" && npm run --silent bundle) || return 1
  rm -rf "$root/artifacts/console" && mv "$studio/dist" "$root/artifacts/console" && touch "$result"
}

# Without arguments what the host needs; with --include=dev also what the tests need.
fetch_npm() {
  local stamp="$root/node_modules/.status-lock" scope=${1:---omit=dev}
  [ -f "$stamp" ] && cmp -s <(cat "$root/package-lock.json" && echo "$scope") "$stamp" && return
  [ "$scope" = --omit=dev ] && [ -f "$stamp" ] && cmp -s <(cat "$root/package-lock.json" && echo --include=dev) "$stamp" && return
  need npm "install Node.js 20 or later (Debian: apt install nodejs npm)."
  echo "Fetching what comes from npm …"
  # No install scripts run: the host makes the links that the package's script would make.
  (cd "$root" && npm ci "$scope" --ignore-scripts --no-audit --no-fund --loglevel=error) || return 1
  (cat "$root/package-lock.json" && echo "$scope") >"$stamp"
}

build_host() {
  if ! up_to_date "$host_dll" "$root/src" "$root/Directory.Build.props" "$root/Directory.Packages.props" "$root/global.json"; then
    need dotnet "install the .NET 10 SDK (https://dot.net)."
    echo "Building …"
    # The rules of the house are for those who change the code; test.sh holds to them, and a start need not wait for them.
    dotnet publish "$root/src/Status.Host" -c Release -o "$root/artifacts/host.new" -v quiet -p:UseAppHost=false \
      -p:RunAnalyzers=false -p:EnforceCodeStyleInBuild=false
    rm -rf "$root/artifacts/host" && mv "$root/artifacts/host.new" "$root/artifacts/host"
    touch "$host_dll"
  fi
  fetch_npm
}
