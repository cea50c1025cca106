#!/usr/bin/env bash
# Runs everything: build with warnings as errors, format check, all test projects. The last line is "N passed, N failed".
# ./test.sh [Project …] runs only the named test projects, for example ./test.sh Status.Host.Tests
# ./test.sh --everyday leaves out what takes long and rarely fails alone: the browser, the killed processes, the whole chain, the format check.
set -uo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cd "$root"
. eng/build.sh
results="$root/artifacts/test-results"
passed=0 failed=0 started=$SECONDS
everyday='' filter=''
if [ "${1:-}" = --everyday ]; then
  everyday=1
  shift
  filter='FullyQualifiedName!~Host.Tests.Crashes&FullyQualifiedName!~Host.Tests.Shipped'
fi

finish() {
  echo
  echo "total time $((SECONDS - started)) s"
  echo "$passed passed, $failed failed"
  [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ] && exit 0
  exit 1
}

# A step that is not a test project still counts: it passed, or it failed.
step() {
  local name=$1 since=$SECONDS
  shift
  echo "== $name"
  if "$@"; then
    passed=$((passed + 1))
    echo "== $name: ok ($((SECONDS - since)) s)"
  else
    failed=$((failed + 1))
    echo "== $name: FAILED ($((SECONDS - since)) s)"
    return 1
  fi
}

# Debian packages the tests use, by the file that shows them to be there.
packages() {
  local missing=()
  compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || [ -n "${STATUS_TEST_POSTGRES:-}" ] || missing+=(postgresql)
  command -v node >/dev/null || missing+=(nodejs)
  command -v npm >/dev/null || missing+=(npm)
  command -v redis-server >/dev/null || missing+=(redis-server)
  command -v chromium >/dev/null || missing+=(chromium)
  command -v setpriv >/dev/null || missing+=(util-linux)
  [ -e /usr/lib/x86_64-linux-gnu/libcrypto.so.3 ] || ldconfig -p 2>/dev/null | grep -q libcrypto.so.3 || missing+=(libssl3)
  [ ${#missing[@]} -eq 0 ] && return 0
  if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
    # Debian's package would start a server of its own, which nobody asked for.
    [ -e /usr/sbin/policy-rc.d ] || { printf '#!/bin/sh\nexit 101\n' >/usr/sbin/policy-rc.d && chmod +x /usr/sbin/policy-rc.d && remove_policy=1; }
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"
    local code=$?
    [ -n "${remove_policy:-}" ] && rm -f /usr/sbin/policy-rc.d
    return $code
  fi
  echo "Missing: ${missing[*]}. Install them (apt-get install ${missing[*]}) or run this script as root." >&2
  return 1
}

number() { sed -n "s/.*<Counters [^>]*$1=\"\([0-9]*\)\".*/\1/p" "$2" | head -1; }

run_tests() { # project, filter arguments, results file, log
  local project=$1 trx=$3 log=$4
  timeout "${STATUS_TEST_TIMEOUT:-1500}" dotnet test "$project" -c Debug --no-build --nologo -v quiet ${2:+--filter "$2"} \
    --logger "trx;LogFileName=$trx" --logger "console;verbosity=minimal" --blame-hang-timeout 10m --blame-hang-dump-type none >"$log" 2>&1
}

# The browser drives an application of others, whose timing is not ours: what failed there has a second try with a fresh host, and says so.
second_try() {
  local project=$1 name=$2 names
  names=$(sed -n 's/.*<UnitTestResult [^>]*testName="\([A-Za-z0-9_.]*\)[^"]*"[^>]*outcome="Failed".*/FullyQualifiedName~\1/p' "$results/$name.trx" | sort -u)
  [ -n "$names" ] || return 1
  echo "== Second try of"
  echo "$names" | sed 's/FullyQualifiedName~/   /'
  grep -vE '^\s*$' "$results/$name.log" | tail -n 150
  run_tests "$project" "$(echo "$names" | paste -sd '|')" "$results/$name.again.trx" "$results/$name.again.log"
}

run_project() {
  local project=$1 name since=$SECONDS log trx good bad
  name=$(basename "$project" .csproj)
  log="$results/$name.log" trx="$results/$name.trx"
  run_tests "$project" "$filter" "$trx" "$log"
  local code=$?
  good=$(number passed "$trx" 2>/dev/null) bad=$(number failed "$trx" 2>/dev/null)
  good=${good:-0} bad=${bad:-0}
  if [ "$name" = Status.Browser.Tests ] && [ "$bad" -ge 1 ] && [ "$bad" -le 3 ] && second_try "$project" "$name"; then
    echo "$name: $bad passed only on the second try"
    good=$((good + bad)) bad=0 code=0
  fi
  # A run that died without a count is a failure, not a silence.
  [ $code -ne 0 ] && [ "$bad" -eq 0 ] && bad=1
  passed=$((passed + good)) failed=$((failed + bad))
  echo "$name: $good passed, $bad failed ($((SECONDS - since)) s)"
  [ "$bad" -eq 0 ] || grep -vE '^\s*$' "$log" | tail -n 80
}

rm -rf "$results" && mkdir -p "$results"
step "Packages of the system" packages || finish
need dotnet "install the .NET 10 SDK (https://dot.net)."
step "Packages from npm" fetch_npm --include=dev
step "Console, packages" npm_ci studio && {
  step "Console, types and style" npm --prefix studio run --silent check
  step "Console, unit tests" npm --prefix studio run --silent test
  step "Console, build" build_console
}
step "Build, warnings are errors" dotnet build Status.sln -c Debug -v quiet --nologo -warnaserror || finish
if [ $# -eq 0 ]; then
  step "Test cases of the shipped workflows" dotnet src/Status.Host/bin/Debug/net10.0/status-host.dll workflows test workflows/*.json
  step "Compose file" node eng/check-compose.mjs
  [ -n "$everyday" ] || step "Format" dotnet format Status.sln --verify-no-changes --no-restore
  mapfile -t projects < <(find tests -name '*.Tests.csproj' ${everyday:+-not -name '*.Browser.Tests.csproj'} | sort)
else
  projects=()
  for name in "$@"; do projects+=("tests/$name/$name.csproj"); done
fi
for project in "${projects[@]}"; do run_project "$project"; done
finish
