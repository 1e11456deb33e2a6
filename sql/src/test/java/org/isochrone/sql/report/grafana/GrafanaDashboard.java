package org.isochrone.sql.report.grafana;

import java.util.List;
import org.isochrone.steering.json.Json;

/** The dashboard: every query in it is a report or a part of one. */
final class GrafanaDashboard {
    private static final String TABLE = "table";
    private static final String SERIES = "time_series";

    private GrafanaDashboard() {}

    /** Returns it as Grafana reads it. */
    static Json json() {
        return GrafanaPanels.object(
                "uid",
                "isochrone",
                "title",
                "Isochrone",
                "description",
                "The reports of sql/reports. Made from them: change those, not this file.",
                "tags",
                List.of("dns", "latency"),
                "timezone",
                "utc",
                "schemaVersion",
                39,
                "editable",
                false,
                "refresh",
                "5m",
                "time",
                GrafanaPanels.object("from", "now-24h", "to", "now"),
                "templating",
                GrafanaPanels.object("list", List.of(zones(), countries(), prefix())),
                "panels",
                panels().all());
    }

    private static GrafanaPanels panels() {
        return new GrafanaPanels()
                .add("stat", "Mean regret", "ms", 6, 4, TABLE, total("mean_ms"))
                .add("stat", "Decisions with a regret of 5 ms at most", "percent", 6, 4, TABLE, total("within_5_pct"))
                .add("stat", "95 of 100 decisions: regret at most", "ms", 6, 4, TABLE, total("p95_ms"))
                .add("stat", "Time lost", "s", 6, 4, TABLE, total("cost_s"))
                .add(
                        "barchart",
                        "Share of each zone, and after a drain of the chosen one",
                        "percent",
                        12,
                        9,
                        TABLE,
                        GrafanaQuery.part("zone-share", "r.zone, r.share_pct, r.after_pct", "ORDER BY r.zone"))
                .add("table", "Where each zone's clients would go", "", 12, 9, TABLE, GrafanaQuery.of("drain"))
                .add(
                        "timeseries",
                        "Round trips of one client prefix: median of the hour",
                        "ms",
                        12,
                        9,
                        SERIES,
                        GrafanaQuery.over("prefix-history", "r.zone AS metric, r.p50_ms AS value", "hour"))
                .add(
                        "timeseries",
                        "Clients that each map moves: share of the questions",
                        "percent",
                        12,
                        9,
                        SERIES,
                        GrafanaQuery.over("churn", "r.share_pct AS moved", "made_at"))
                .add(
                        "timeseries",
                        "Gain of each map: expected and realised",
                        "ms",
                        12,
                        9,
                        SERIES,
                        GrafanaQuery.over("gain", "r.expected_ms AS expected, r.realised_ms AS realised", "made_at"))
                .add(
                        "state-timeline",
                        "Endpoints as each peer sees them (1: down)",
                        "",
                        12,
                        9,
                        SERIES,
                        GrafanaQuery.over(
                                "health",
                                "CONCAT(r.endpoint, ' ', r.peer) AS metric, IF(r.state = 'down', 1, 0) AS value",
                                "since"))
                .add(
                        "barchart",
                        "Round trips by time of the day (UTC), all zones",
                        "ms",
                        12,
                        9,
                        TABLE,
                        GrafanaQuery.part(
                                "time-of-day",
                                "LPAD(r.hour_of_day, 2, '0') AS hour, SUM(r.p50_ms * r.bursts) / SUM(r.bursts) AS p50_ms",
                                "GROUP BY r.hour_of_day ORDER BY r.hour_of_day"))
                .add("table", "Zones and countries", "", 12, 9, TABLE, GrafanaQuery.of("zone-country"))
                .add("table", "What is known by country", "", 12, 9, TABLE, GrafanaQuery.of("coverage"))
                .add("table", "Peers", "", 12, 9, TABLE, GrafanaQuery.of("freshness"))
                .add("table", "Worst client prefixes", "", 12, 9, TABLE, first("regret-prefixes"))
                .add("table", "Moved by the newest map", "", 12, 9, TABLE, first("moved"))
                .add("table", "Not measured", "", 12, 9, TABLE, first("unmeasured"))
                .add("table", "Nearest is not fastest", "", 12, 9, TABLE, first("geography"))
                .add("table", "Best zones", "", 12, 9, TABLE, first("best-zone"))
                .add("table", "Targets", "", 12, 9, TABLE, first("targets"));
    }

    private static String total(String column) {
        return GrafanaQuery.part("regret", "r." + column, "WHERE r.zone = '(all)'");
    }

    /** A browser is no place for a hundred thousand rows. */
    private static String first(String report) {
        return GrafanaQuery.of(report) + "\nLIMIT 200";
    }

    private static Json zones() {
        return query("drain", "Zone to be drained", "SELECT '' UNION ALL SELECT z.name FROM zone z WHERE z.in_period");
    }

    private static Json countries() {
        return query("country", "Country", "SELECT '' UNION SELECT p.country FROM client_prefix p");
    }

    private static Json prefix() {
        return GrafanaPanels.object(
                "name", "prefix", "label", "Client prefix", "type", "textbox", "query", "", "hide", 0);
    }

    private static Json query(String name, String label, String sql) {
        return GrafanaPanels.object(
                "name",
                name,
                "label",
                label,
                "type",
                "query",
                "datasource",
                GrafanaPanels.object("type", "mysql", "uid", "isochrone"),
                "query",
                sql,
                "refresh",
                1,
                "sort",
                1,
                "multi",
                false,
                "includeAll",
                false,
                "hide",
                0);
    }
}
