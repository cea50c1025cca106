#!/bin/sh
# Runs once, when the postgres container makes its database: lets Grafana's read-only account sign in.
set -eu
psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" -v password="$STATUS_GRAFANA_DB_PASSWORD" <<'SQL'
alter role status_grafana password :'password';
SQL
