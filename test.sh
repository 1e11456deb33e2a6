#!/usr/bin/env bash
# The one test command: installs the servers that the tests talk to, where it may, and runs all tests.
# Arguments go to Maven: ./test.sh -pl sql -am -Dtest=MigrationTest
set -euo pipefail
exec </dev/null
cd "$(dirname "${BASH_SOURCE[0]}")"

# What must be there, and the Debian package that has it. A path may be a pattern.
needs=(
    "pdns_server            pdns-server"
    "/usr/lib/*/pdns/libpipebackend.so    pdns-backend-pipe"
    "/usr/lib/*/pdns/libremotebackend.so  pdns-backend-remote"
    "/usr/lib/*/pdns/libbindbackend.so    pdns-backend-bind"
    "sdig                   pdns-tools"
    "memcached              memcached"
    "mariadbd               mariadb-server"
    "fping                  fping"
    "dig                    dnsutils"
    "delv                   bind9-dnsutils"
    "dnsdist                dnsdist"
    "host                   bind9-host"
    "nginx                  nginx-light"
    "apache2                apache2-bin"
    "dnsperf                dnsperf"
    "ip                     iproute2"
    "haproxy                haproxy"
    "socat                  socat"
    "systemd-analyze        systemd"
    "/usr/lib/*/faketime/libfaketimeMT.so.1    libfaketime"
    "gcc                    gcc"
    "/usr/include/stdio.h   libc6-dev"
)

# Prints "WHAT PACKAGE" for everything that is not there.
missing() {
    local need what package
    for need in "${needs[@]}"; do
        read -r what package <<<"$need"
        if [[ $what == /* ]]; then
            compgen -G "$what" >/dev/null || printf '%s %s\n' "$what" "$package"
        else
            # Servers live where the PATH of a plain user does not look.
            PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin command -v "$what" >/dev/null || printf '%s %s\n' "$what" "$package"
        fi
    done
}

as_root() {
    if [[ $EUID -eq 0 ]]; then "$@"; else sudo -n "$@"; fi
}

apt() { as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -o Dpkg::Use-Pty=0 "$@"; }

# Installed servers must not start: the tests start their own. Debian asks the file $policy, and 101 means no.
policy=/usr/sbin/policy-rc.d
forbid_starts() {
    [[ ! -e $policy ]] || as_root mv "$policy" "$policy.before-isochrone"
    printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" >/dev/null
    as_root chmod 755 "$policy"
    trap allow_starts EXIT
}

allow_starts() {
    as_root rm -f "$policy"
    [[ ! -e $policy.before-isochrone ]] || as_root mv "$policy.before-isochrone" "$policy"
    trap - EXIT
}

# One by one where all at once fails, so that a package that a system lacks does not keep the others away.
install_packages() {
    local package
    apt update || true
    apt install -y --no-install-recommends "$@" && return
    for package; do
        apt install -y --no-install-recommends "$package" || true
    done
}

absent=$(missing)
if [[ -n $absent ]] && command -v apt-get >/dev/null && { [[ $EUID -eq 0 ]] || sudo -n true 2>/dev/null; }; then
    mapfile -t packages < <(cut -d' ' -f2 <<<"$absent")
    echo "test.sh: installing ${packages[*]}"
    forbid_starts
    install_packages "${packages[@]}"
    allow_starts
    absent=$(missing)
fi
if [[ -n $absent ]]; then
    echo 'test.sh: not installed, so the tests that need them will fail:' >&2
    sed 's/\(.*\) \(.*\)/    \1 (Debian package \2)/' <<<"$absent" >&2
fi

command -v mvn >/dev/null || { echo 'test.sh: needs Maven (mvn) 3.8.6 or newer' >&2; exit 1; }
# Maven runs on the JDK that it compiles with, for the check of the format needs its compiler.
JAVA_HOME=$(./isochrone --java-home)
export JAVA_HOME PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin

rm -f ./*/target/surefire-reports/TEST-*.xml
status=0
mvn -B -ntp -T 2 -Dstyle.color=never verify -Disochrone.requireServers=true "$@" || status=$?
# Maven leaves a bare colour reset without a line end behind it.
echo

# Sums the reports up as Surefire would, and says what was skipped. Only data that lies beside the project may be absent.
shopt -s nullglob
reports=(./*/target/surefire-reports/TEST-*.xml)
read -r run failures errors skipped forbidden < <(awk '
    function attribute(name) {
        return match($0, " " name "=\"[0-9]+\"") ? substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 4) : 0
    }
    /<testsuite / {
        run += attribute("tests"); failures += attribute("failures"); errors += attribute("errors")
        skipped += attribute("skipped")
    }
    /<skipped/ && !/the shared data / { forbidden++ }
    END { print run + 0, failures + 0, errors + 0, skipped + 0, forbidden + 0 }
' "${reports[@]}" /dev/null)

if ((run == 0)); then
    echo '[ERROR] no test was run'
    ((status)) || status=1
fi
if ((forbidden > 0)); then
    echo "[ERROR] skipped although every server is required: $forbidden"
    grep -h '<skipped' "${reports[@]}" | grep -v 'the shared data ' | sed 's/.*TestAbortedException: */    /' | sort | uniq -c
    ((status)) || status=1
fi
((failures + errors == 0 || status)) || status=1
echo "[INFO] Tests run: $run, Failures: $failures, Errors: $errors, Skipped: $skipped"
exit "$status"
