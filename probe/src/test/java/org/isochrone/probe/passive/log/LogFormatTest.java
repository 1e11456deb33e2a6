package org.isochrone.probe.passive.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.isochrone.steering.config.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogFormatTest {
    private static final long SECOND = 1_795_273_635;

    private static void assertReads(LogKind kind, String pattern, String line, String expected) {
        Logs.Read read = Logs.read(Logs.format(kind, pattern), line + "\n");
        assertEquals(List.of(), read.tally().problems());
        assertEquals(List.of(expected), read.roundTrips());
    }

    @Test
    void readsTheFormatsThatPeopleUse() {
        assertReads(
                LogKind.NGINX,
                "$remote_addr - $remote_user [$time_local] \"$request\" $status $body_bytes_sent \"$http_referer\""
                        + " \"$http_user_agent\" $tcpinfo_rtt",
                "192.0.2.7 - eve [x] [21/Nov/2026:15:07:15 +0000] \"GET /\\x22 HTTP/1.1\" 200 0 \"-\" \"a \\x22b\" 24",
                SECOND + " 192.0.2.7 24");
        assertReads(
                LogKind.NGINX,
                "log_format j escape=json '{\"a\":\"$remote_addr\",\"ua\":\"$http_user_agent\",'\n"
                        + "  '\"t\":\"$time_iso8601\",\"rtt\":$tcpinfo_rtt}';",
                "{\"a\":\"2001:db8::1\",\"ua\":\"x\\\"},{\\\"rtt\\\":1\\\\\",\"t\":\"2026-11-21T16:07:15+01:00\",\"rtt\":250}",
                SECOND + " 2001:db8::1 250");
        assertReads(
                LogKind.NGINX,
                "$remote_addr:$remote_port\t${msec}\t$tcpinfo_rtt, $tcpinfo_rttvar",
                "::ffff:192.0.2.7:4711\t1795273635.213\t120000000, 1",
                SECOND + " 192.0.2.7 120000000");
        assertReads(
                LogKind.HAPROXY,
                "%ci:%cp\\ [%t]\\ %ft\\ %b/%s\\ %[fc_rtt(us)]\\ %{+Q}r\\ %hr",
                "Nov 21 15:07:15 web haproxy[14385]: ::1:33312 [21/Nov/2026:16:07:15.655] in~ back/<NOSRV> 17 \"a\" {\"}",
                SECOND + " ::1 17");
        assertReads(LogKind.HAPROXY, "%Ts 100%% %[fc_rtt] %[src] %r", "1795273635 100% 3 ::1 x", SECOND + " ::1 3000");
        assertReads(
                LogKind.CSV,
                "",
                "rtt_us,note,client,time\n7,hi,192.0.2.7,2026-11-21T15:07:15Z",
                SECOND + " 192.0.2.7 7");
    }

    @Test
    void theClientIsWhoOpenedTheConnection() {
        assertReads(
                LogKind.NGINX,
                "$http_x_forwarded_for\t$remote_addr $realip_remote_addr $msec $tcpinfo_rtt",
                "203.0.113.9\t203.0.113.8 192.0.2.7 1795273635.000 24",
                SECOND + " 192.0.2.7 24");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "NGINX|$remote_addr $tcpinfo_rtt|--log-format: must hold the time, one of $msec, $time_iso8601, $time_local",
                "NGINX|$remote_addr $msec|--log-format: must hold the round trip, one of $tcpinfo_rtt, %[fc_rtt(us)]",
                "NGINX|$http_x_forwarded_for $msec $tcpinfo_rtt|--log-format: must hold the client's address",
                "NGINX|$uri $remote_addr $msec $tcpinfo_rtt $args|--log-format: $remote_addr stands between $uri and $args,",
                "NGINX|$msec$tcpinfo_rtt$remote_addr|--log-format: $remote_addr stands between $msec and $remote_addr",
                "NGINX|log_format x escape=no '$msec';|--log-format: escape must be default, json or none: 'no'",
                "NGINX|log_format x '$msec' y;|--log-format: must be quoted pieces behind the name of the format: 'y'",
                "HAPROXY|%{+X}Ts %ci %[fc_rtt]|--log-format: must have no flags on %Ts: '%{+X}Ts'",
                "HAPROXY|%r %ci %Ts %[fc_rtt] %hr|--log-format: %ci stands between %r and %hr",
                "HAPROXY|''|--log-format: must hold the client's address",
                "CSV|x|--log-format: must not be given for csv",
            })
    void refusesWhatCannotBeRead(LogKind kind, String pattern, String message) {
        String found = String.valueOf(assertThrows(InvalidInputException.class, () -> Logs.format(kind, pattern))
                .getMessage());
        assertTrue(found.startsWith(message), found);
    }

    @Test
    void withoutEscapesQuotesProtectNothing() {
        String format = "log_format x escape=none '\"$uri\" $remote_addr $msec $tcpinfo_rtt \"$args\"';";
        assertThrows(InvalidInputException.class, () -> Logs.format(LogKind.NGINX, format));
        Logs.format(LogKind.NGINX, format.replace("escape=none", ""));
    }
}
