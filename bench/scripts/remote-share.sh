# q/s through PowerDNS's remote backend over a UNIX socket, as share of a constant-answer program in C
. "$BENCH/scripts/share.inc"
share remote
