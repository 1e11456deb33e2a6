package org.isochrone.app.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.isochrone.sql.report.PlotRule;
import org.isochrone.sql.report.Report;
import org.isochrone.sql.report.ReportScript;
import org.junit.jupiter.api.Test;

class PicturesTest {
    private static final Instant NOW = Instant.parse("2026-01-05T12:00:00Z");

    /** The picture of a table whose header is the first line, by a rule. */
    private static Picture picture(String rule, String... lines) {
        List<List<String>> table =
                Stream.of(lines).map(line -> Arrays.asList(line.split(",", -1))).toList();
        Map<String, String> columns = new LinkedHashMap<>();
        table.getFirst().forEach(column -> columns.put(column, "what " + column + " is"));
        ReportScript script =
                new ReportScript("r", "Why?", Map.of(), columns, Optional.of(PlotRule.parse(rule)), List.of(), "");
        Report report = new Report(
                "r",
                table.getFirst().stream()
                        .map(column -> new Report.Column(column, false))
                        .toList(),
                table.subList(1, table.size()));
        return Pictures.of(script, report, NOW).orElseThrow();
    }

    @Test
    void aHeatMapPutsTogetherWhatHasTheSameBest() {
        HeatMap heat = assertInstanceOf(
                HeatMap.class,
                picture(
                        "heat x=zone y=country value=p50_ms",
                        "zone,country,p50_ms",
                        "nyc,US,10",
                        "fra,US,80",
                        "nyc,,90",
                        "fra,,30",
                        "nyc,CA,20",
                        "fra,DE,5",
                        "nyc,DE,"));
        assertEquals(List.of("fra", "nyc"), heat.columns());
        assertEquals(List.of("DE", "unknown", "US", "CA"), heat.rows());
        assertEquals(new Frame("Why?", "what p50_ms is", "zone", "country"), heat.frame());
        assertEquals(6, heat.cells().size(), "an empty value has no cell");
        assertEquals(0, heat.heat(5));
        assertEquals(1, heat.heat(90));
        assertEquals(0.5, heat.heat(Math.sqrt(5 * 90)), 1e-9);
        assertEquals(
                Optional.of(new HeatMap.Cell(0, 0, 5)),
                Optional.ofNullable(heat.best().get(0)));
    }

    @Test
    void aHeatMapLeavesTheHeaviestRows() {
        Stream<String> rows = IntStream.range(0, 50).mapToObj(i -> "fra,c" + i + ",10," + i);
        HeatMap heat = assertInstanceOf(
                HeatMap.class,
                picture(
                        "heat x=zone y=country value=p50_ms weight=bursts",
                        Stream.concat(Stream.of("zone,country,p50_ms,bursts"), rows)
                                .toArray(String[]::new)));
        assertEquals(40, heat.rows().size());
        assertTrue(
                heat.rows().contains("c10") && !heat.rows().contains("c9"),
                heat.rows().toString());
        assertEquals("what p50_ms is; the 40 heaviest of 50", heat.frame().caption());
    }

    @Test
    void sharesAreWeightedAndEndAtAHundred() {
        Curves curves = assertInstanceOf(
                Curves.class,
                picture(
                        "cdf value=regret_ms weight=questions by=zone",
                        "zone,regret_ms,questions",
                        "fra,5,10",
                        "fra,0,70",
                        "fra,5,20",
                        "nyc,1,0",
                        "fra,,50"));
        assertEquals(
                List.of(new Curves.Curve("fra", List.of(new Curves.Point(0, 70), new Curves.Point(5, 100)))),
                curves.curves());
        assertEquals("regret (ms)", curves.frame().xLabel());
        assertEquals("share of questions (%)", curves.frame().yLabel());
    }

    @Test
    void bandsStandInOrderOfTimeAndALossIsNoGap() {
        Bands bands = assertInstanceOf(
                Bands.class,
                picture(
                        "band x=hour low=p10_ms high=p90_ms middle=p50_ms loss=lost_pct panel=zone",
                        "hour,zone,p10_ms,p50_ms,p90_ms,lost_pct",
                        "2026-01-05 02:00:00,fra,1,2,3,50",
                        "2026-01-05 01:00:00,fra,2,3,4,",
                        "2026-01-05 03:00:00,fra,,,,100"));
        assertEquals(
                List.of(
                        new Bands.Moment(Instant.parse("2026-01-05T01:00:00Z"), List.of(new Bands.Range(2, 4)), 3, 0),
                        new Bands.Moment(Instant.parse("2026-01-05T02:00:00Z"), List.of(new Bands.Range(1, 3)), 2, 50)),
                bands.panels().getFirst().moments());
    }

    @Test
    void aStateThatHasNotEndedLastsUntilNow() {
        Spans spans = assertInstanceOf(
                Spans.class,
                picture(
                        "spans row=zone,peer from=since to=until state=state",
                        "zone,peer,state,since,until",
                        "fra,p,down,2026-01-05 10:00:00,2026-01-05 11:00:00",
                        "fra,p,up,2026-01-05 11:00:00,"));
        assertEquals(List.of("fra p"), spans.rows());
        assertEquals(List.of("up", "down"), spans.states());
        assertEquals(NOW, spans.end());
        assertEquals(Instant.parse("2026-01-05T10:00:00Z"), spans.begin());
    }

    @Test
    void aHeatMapOfSharesStandsInOrderOfNamesAndShowsTheLargest() {
        HeatMap heat = assertInstanceOf(
                HeatMap.class,
                picture(
                        "heat x=to_zone y=drained value=share_pct",
                        "drained,to_zone,share_pct",
                        "nyc,fra,30",
                        "nyc,sin,70",
                        "fra,nyc,100"));
        assertEquals(List.of("fra", "nyc"), heat.rows());
        assertEquals(0.3, heat.heat(30));
        assertEquals(
                Optional.of(new HeatMap.Cell(2, 1, 70)),
                Optional.ofNullable(heat.best().get(1)));
    }

    @Test
    void eachColumnIsALine() {
        Curves curves = assertInstanceOf(
                Curves.class,
                picture("lines x=map y=expected_ms,realised_ms", "map,expected_ms,realised_ms", "1,5,4", "2,6,"));
        assertEquals(
                List.of(
                        new Curves.Curve("expected (ms)", List.of(new Curves.Point(1, 5), new Curves.Point(2, 6))),
                        new Curves.Curve("realised (ms)", List.of(new Curves.Point(1, 4)))),
                curves.curves());
    }

    @Test
    void barsHaveAValueForEachThing() {
        Bars bars = assertInstanceOf(
                Bars.class,
                picture("bars x=zone y=share_pct,after_pct", "zone,share_pct,after_pct", "fra,60,0", "nyc,40,"));
        assertEquals(List.of("fra", "nyc"), bars.things());
        assertEquals(
                List.of(
                        new Bars.Series("share (%)", List.of(60.0, 40.0)),
                        new Bars.Series("after (%)", List.of(0.0, Double.NaN))),
                bars.series());
    }
}
