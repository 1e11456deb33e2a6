# seconds that each report takes on a generated fleet of 30 days, 100,000 client prefixes, 8 zones, 50 million bursts
. "$BENCH/scripts/common.inc"

prefixes=${BENCH_PREFIXES:-100000}
days=${BENCH_DAYS:-30}
bursts=${BENCH_BURSTS:-50000000}
need mariadbd mariadb-server
need mariadb mariadb-client
build_java

# Beside the project and not in $work, which may be on a tmpfs. It stays there if BENCH_KEEP says so.
mkdir -p "$BENCH/target"
disk=${BENCH_KEEP:-$(mktemp -d "$BENCH/target/fleet.XXXXXX")}
[[ -n ${BENCH_KEEP:-} ]] || trap 'stop "${server:-0}"; rm -rf "$disk"; clean_up' EXIT
mkdir -p "$disk/tmp"

# A burst takes about 300 bytes in all tables and roll-ups, and the day under way stands in a file as well.
needed=$((bursts * 300 / 1000000 + prefixes * days / 4000 + 2000))
free=$(df --output=avail -BM "$disk" | tail -1 | tr -dc 0-9)
if ((free < needed)) && [[ ! -d $disk/data ]]; then
    bursts=$(((free - 2000 - prefixes * days / 4000) * 1000000 / 300))
    ((bursts >= 100000)) || fail "$free MB are free on the disk of $disk; even 100,000 bursts need more."
    say "scaled down to $bursts bursts, for only $free MB are free"
fi

memory=$(awk '$1 == "MemAvailable:" {print int($2 / 1024)}' /proc/meminfo)
pool=$((memory / 3 > 8192 ? 8192 : memory / 3))
port=$(shuf -i 20000-29999 -n 1)
password=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
cat >"$disk/init.sql" <<SQL
ALTER USER 'root'@'localhost' IDENTIFIED BY '$password';
CREATE OR REPLACE USER 'bench'@'127.0.0.1' IDENTIFIED BY '$password';
GRANT ALL ON *.* TO 'bench'@'127.0.0.1';
CREATE DATABASE IF NOT EXISTS fleet;
SQL
printf '[client]\nuser=bench\npassword=%s\nhost=127.0.0.1\nport=%s\nprotocol=tcp\n' "$password" "$port" >"$disk/client.cnf"
chmod 600 "$disk/init.sql" "$disk/client.cnf"
printf '%s\n' "$password" >"$disk/password"
chmod 600 "$disk/password"
[[ -d $disk/data ]] || mariadb-install-db --no-defaults --datadir="$disk/data" --user="$(id -un)" \
    --auth-root-authentication-method=normal --skip-test-db >"$work/install.log" 2>&1 ||
    fail "the database could not be made: $(tail -5 "$work/install.log")"
start server "$(PATH=$PATH:/usr/sbin command -v mariadbd)" --no-defaults --datadir="$disk/data" --socket="$disk/socket" \
    --pid-file="$disk/pid" --user="$(id -un)" --bind-address=127.0.0.1 --port="$port" --tmpdir="$disk/tmp" \
    --init-file="$disk/init.sql" --innodb-buffer-pool-size="${pool}M" --innodb-log-file-size=1G \
    --innodb-flush-log-at-trx-commit=2 --skip-log-bin --local-infile=1
server=$started
await 60 mariadb --defaults-file="$disk/client.cnf" -e "USE fleet" ||
    fail "the database does not start: $(tail -5 "$work/server.log")"

say "$bursts bursts of $prefixes client prefixes in $days days; $pool MB of memory for the database"
"$java" -Xmx2g --enable-native-access=ALL-UNNAMED -cp "$classpath" org.isochrone.bench.ReportsTime \
    "$port" "$disk/password" "$disk/client.cnf" "$disk/files" "$prefixes" "$days" "$bursts" ||
    fail "the measurement failed."
figure report-fleet-bytes "$(du -sb "$disk/data/fleet" | cut -f1)" bytes
stop "$server"
