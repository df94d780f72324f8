#!/usr/bin/env bash
# Installs what the tests need, checks the code and runs every test. The last line holds the counts.
#   ./test.sh                        everything
#   ./test.sh --fast                 without the browser tests
#   ./test.sh [--fast] -class NAME   other arguments go to the test runner (xunit.v3's filters)
# DASHBOARD_TEST_CHROMIUM (or CHROMIUM_PATH) names a browser to use;
# DASHBOARD_TEST_SQLSERVER, a connection string, adds the tests of SQL Server, and runs all but the browser tests on it too.
set -euo pipefail
exec </dev/null
cd "$(dirname "${BASH_SOURCE[0]}")"

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
# Leaves no build server running after this script.
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 UseSharedCompilation=false
# The processes are too short-lived to benefit from profile-guided optimization.
export DOTNET_TieredPGO=0

passed=0 failed=0 skipped=0
finish() {
    local status=$? children
    children=$(jobs -p)
    # shellcheck disable=SC2086 # one process id a word
    [ -z "$children" ] || kill $children 2>/dev/null || true
    wait
    if [ "$status" = 0 ] && { [ "$failed" -gt 0 ] || [ "$passed" = 0 ]; }; then status=1; fi
    echo "$passed passed, $failed failed, $skipped skipped"
    exit "$status"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
step() { printf '\n== %s\n' "$*"; }
die() { printf '%s\n' "$@" >&2; exit 1; }
has() { command -v "$1" >/dev/null 2>&1; }
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi; }

# Runs in the background, because bash handles signals only after a foreground command ends.
run() { "$@" & wait $!; }

browser() {
    local name
    echo "${DASHBOARD_TEST_CHROMIUM:-${CHROMIUM_PATH:-$(for name in chromium-headless-shell chromium chromium-browser google-chrome; do
        command -v "$name" && break
    done)}}"
}

install_packages() {
    local missing=()
    # Ubuntu's package needs snap, which containers lack; there Playwright downloads the browser.
    if [ "$fast" = no ] && [ -z "$(browser)" ] && grep -q '^ID=debian' /etc/os-release; then missing+=(chromium-headless-shell); fi
    has redis-server || missing+=(redis-server)
    # Reverse proxies are outside the path of users who are not root.
    if [ "$fast" = no ]; then
        PATH="$PATH:/usr/sbin" has nginx || missing+=(nginx-light)
        PATH="$PATH:/usr/sbin" has haproxy || missing+=(haproxy)
    fi
    has npm || missing+=(npm)
    has promtool || missing+=(prometheus)
    /usr/bin/python3 -c 'import aiosmtpd' 2>/dev/null || missing+=(python3-aiosmtpd)
    docker compose version >/dev/null 2>&1 || has docker-compose || missing+=(docker-compose)
    [ ${#missing[@]} -gt 0 ] || return 0
    step "Installing ${missing[*]}"
    if [ "$(id -u)" != 0 ] && ! sudo -n true 2>/dev/null; then
        die "The tests need packages that only root can install. Run: sudo apt-get install ${missing[*]}"
    fi
    { as_root apt-get update -q &&
        as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "${missing[@]}"; } ||
        die "apt-get could not install: ${missing[*]}" "Install them yourself and run this again."
}

# Stylesheets and scripts. Without npm, where apt-get is not the package manager, they are left to the next machine.
check_pages() {
    if ! has npm; then
        echo "npm is not installed: stylesheets and scripts are not checked."
        return 0
    fi
    [ node_modules/.package-lock.json -nt package-lock.json ] || run npm ci --no-audit --no-fund --loglevel=error
    run npm run --silent check || die "Run: npm run format"
}

fetch_browser() {
    step "No Chromium found: downloading one with Playwright"
    local driver=Dashboard.E2E/bin/Debug/net10.0/.playwright node
    node=$(find "$driver/node" \( -name node -o -name node.exe \) -type f -print -quit)
    local options=()
    # The libraries are installed with apt-get, which needs root.
    if has apt-get && { [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null; }; then options+=(--with-deps); fi
    run "$node" "$driver/package/cli.js" install ${options[@]+"${options[@]}"} --only-shell chromium
}

# The package SnapTrade.Net is not served everywhere, and only sdk/ needs it.
build_sdk() {
    local log=artifacts/sdk-restore.log
    step "Building sdk"
    mkdir -p artifacts
    if run dotnet restore sdk/Dashboard.SnapTradeSdk.Tests >"$log" 2>&1; then
        run dotnet build sdk/Dashboard.SnapTradeSdk.Tests --no-restore -v q
    else
        echo "Skipped, because its packages can't be restored: $(grep -m 1 -o 'error .*' "$log" || echo "see $log")"
    fi
}

run_tests() {
    local project=$1 report=artifacts/tests/$1${DASHBOARD_TEST_PROVIDER:+-$DASHBOARD_TEST_PROVIDER}.xml status=0 counts name
    shift
    step "$project${DASHBOARD_TEST_PROVIDER:+ on $DASHBOARD_TEST_PROVIDER}"
    mkdir -p artifacts/tests
    rm -f "$report"
    run dotnet "$project/bin/Debug/net10.0/$project.dll" -noLogo -noColor -result-xml "$report" "$@" || status=$?
    counts=$(grep -o '<assembly [^>]*>' "$report" 2>/dev/null) || { failed=$((failed + 1)); return; }
    number() { sed -n "s/.* $1=\"\([0-9]*\)\".*/\1/p" <<<"$counts"; }
    for name in passed skipped failed; do printf -v "$name" %d $((${!name} + $(number $name))); done
    failed=$((failed + $(number errors)))
    # A crash after the last test is a failure, although the counts don't show it.
    if [ "$status" != 0 ] && [ "$failed" = 0 ]; then failed=1; fi
}

fast=no
if [ "${1:-}" = --fast ]; then fast=yes; shift; fi

case $(dotnet --version 2>/dev/null || true) in
    10.*) ;;
    *) die "The .NET SDK 10 is missing. Get it from https://dot.net/download or a package (dotnet-sdk-10.0)." ;;
esac
if has apt-get; then
    install_packages
else
    has redis-server || echo "redis-server is not installed: the tests that need it are skipped."
fi

step "Restoring"
run dotnet tool restore
run dotnet restore --locked-mode
step "Checking the format"
run dotnet csharpier check . || die "Run: dotnet csharpier format ."
check_pages
step "Building"
run dotnet build --no-restore -v q
build_sdk
run_tests Dashboard.Tests "$@"
if [ -n "${DASHBOARD_TEST_SQLSERVER:-}" ]; then DASHBOARD_TEST_PROVIDER=SqlServer run_tests Dashboard.Tests "$@"; fi
if [ "$fast" = no ]; then
    DASHBOARD_TEST_CHROMIUM=$(browser)
    export DASHBOARD_TEST_CHROMIUM
    [ -n "$DASHBOARD_TEST_CHROMIUM" ] || fetch_browser
    run_tests Dashboard.E2E "$@"
fi
