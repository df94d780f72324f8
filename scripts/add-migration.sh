#!/usr/bin/env bash
# Adds a migration to both providers: scripts/add-migration.sh NAME
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
name=${1:?usage: scripts/add-migration.sh NAME}
dotnet tool restore >/dev/null
dotnet build Dashboard -v q -nologo
for provider in Sqlite SqlServer; do
    dotnet ef migrations add "$name" --project Dashboard --no-build \
        --context "${provider}DashboardDbContext" --output-dir "Data/Migrations/$provider"
done
