#!/usr/bin/env bash
# Builds STATUS and starts it: ./run.sh [--urls http://127.0.0.1:3100] [--data /srv/status] [--Section:Key=value …]
# Needs the .NET 10 SDK and Node 20 or later. A second run builds nothing that has not changed.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$root/eng/build.sh"

# Together: the one waits for the network while the other compiles.
build_console &
console=$!
build_host
wait "$console"
case " $* " in
  *" --data "* | *" --data="*) data=() ;;
  *) data=(--data "${STATUS__Data__Folder:-$root/.data}") ;;
esac
# No connection string means the embedded PostgreSQL here; in production it has to be chosen, and this script chooses it.
export STATUS__Postgres__Embedded="${STATUS__Postgres__Embedded:-true}"
exec dotnet "$host_dll" "${data[@]}" "$@"
