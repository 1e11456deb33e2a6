package org.isochrone.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.isochrone.app.fixture.Cli;
import org.isochrone.steering.config.Problems;
import org.isochrone.steering.json.JsonCursor;
import org.isochrone.steering.json.JsonReader;
import org.isochrone.steering.testkit.SharedData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvaluateCommandTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void itPrintsEveryPolicyAndWritesEveryDecision() throws IOException {
        StringBuilder csv = new StringBuilder("round,client,region,rtt_ms\n");
        for (int round = 0; round < 4; round++) {
            csv.append(round).append(",berlin,fra,10.5\n").append(round).append(",berlin,nyc,90\n");
        }
        Path recording = Files.writeString(folder.resolve("recording.csv"), csv);
        Path places = Files.writeString(folder.resolve("places.csv"), """
                id,lat,lon
                berlin,52.5,13.4
                fra,50.1,8.7
                nyc,40.7,-74.0
                """);
        Path decisions = folder.resolve("decisions.csv");
        Cli.Result result = new Cli()
                .run(
                        "evaluate",
                        "--bursts",
                        recording.toString(),
                        "--truth",
                        recording.toString(),
                        "--locations",
                        places.toString(),
                        "--decisions",
                        decisions.toString());
        assertEquals(0, result.code(), result.err());
        assertEquals(
                List.of(
                        "policy",
                        "isochrone",
                        "oracle",
                        "previous-burst",
                        "ewma-0.3",
                        "median-10",
                        "single-best",
                        "nearest",
                        "random"),
                result.out().lines().map(line -> line.replaceAll(" .*", "")).toList());
        assertEquals(
                List.of(
                        "round,client,region,provenance",
                        "1,berlin,fra,measured",
                        "2,berlin,fra,measured",
                        "3,berlin,fra,measured"),
                Files.readAllLines(decisions));
    }

    @Test
    void roundsBeforeTheFirstThatCountsAreNotJudged() throws IOException {
        Path recording = Files.writeString(folder.resolve("moved.csv"), """
                round,client,region,rtt_ms
                0,a,fra,90
                0,a,nyc,10
                1,a,fra,10
                1,a,nyc,90
                2,a,fra,90
                2,a,nyc,10
                """);
        String file = recording.toString();
        Cli.Result all = new Cli().run("evaluate", "--bursts", file, "--truth", file);
        assertTrue(isochrone(all).contains(" 40.00 "), all.out());
        Cli.Result last = new Cli().run("evaluate", "--bursts", file, "--truth", file, "--from-round", "2");
        assertTrue(isochrone(last).contains(" 0.00 "), last.out());
        Cli.Result refused = new Cli().run("evaluate", "--bursts", file, "--truth", file, "--from-round", "0");
        assertEquals(1, refused.code(), refused.out());
        assertTrue(refused.err().contains("--from-round: must be >= 1: 0"), refused.err());
    }

    private static String isochrone(Cli.Result result) {
        return result.out()
                .lines()
                .filter(line -> line.startsWith("isochrone"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whoWasNotMeasuredIsPredictedFromHisCountry() throws IOException {
        StringBuilder networks = new StringBuilder("prefix,country\n");
        StringBuilder bursts = new StringBuilder("round,client,region,rtt_ms\n");
        StringBuilder truth = new StringBuilder(bursts);
        for (int client = 0; client < 5; client++) {
            String prefix = "10.0." + client + ".0/24";
            networks.append(prefix).append(",DE\n");
            for (int round = 0; round < 2; round++) {
                String lines = "%1$d,%2$s,fra,10.5%n%1$d,%2$s,nyc,90%n".formatted(round, prefix);
                bursts.append(client < 4 ? lines : "");
                truth.append(lines);
            }
        }
        Path decisions = folder.resolve("decisions.csv");
        Cli.Result result = new Cli()
                .run(
                        "evaluate",
                        "--bursts",
                        Files.writeString(folder.resolve("bursts.csv"), bursts).toString(),
                        "--truth",
                        Files.writeString(folder.resolve("truth.csv"), truth).toString(),
                        "--networks",
                        Files.writeString(folder.resolve("networks.csv"), networks)
                                .toString(),
                        "--decisions",
                        decisions.toString());
        assertEquals(0, result.code(), result.err());
        assertTrue(Files.readAllLines(decisions).contains("1,10.0.4.0/24,fra,country"));
    }

    @Test
    void aBrokenRecordingIsRefusedWithItsPlace() throws IOException {
        Path broken = Files.writeString(folder.resolve("broken.csv"), "round,client,region,rtt_ms\n0,a,,1\n0,a,b,-1\n");
        Cli.Result result = new Cli().run("evaluate", "--bursts", broken.toString(), "--truth", broken.toString());
        assertEquals(1, result.code());
        assertEquals("""
                error: FILE:2: region must be a name: ''
                error: FILE:3: rtt_ms must be more than 0 and at most 120000 ms, or empty for a loss: '-1'
                """.replace("FILE", broken.toString()), result.err());
    }

    @ParameterizedTest
    @ValueSource(strings = {"planetlab-full", "planetlab-sparse2", "seattle-sparse", "seattle-step"})
    void onRecordedRoundTripsItBeatsWhatNeedsNoMeasurement(String name) {
        Path data = SharedData.require("data/eval/" + name);
        Cli.Result result = new Cli()
                .run(
                        "evaluate",
                        "--bursts",
                        data.resolve("bursts.csv.gz").toString(),
                        "--truth",
                        data.resolve("truth.csv.gz").toString(),
                        "--json");
        assertEquals(0, result.code(), result.err());
        double isochrone = regret(result, "isochrone");
        assertTrue(isochrone < regret(result, "single-best"), result.out());
        assertTrue(isochrone < regret(result, "random"), result.out());
        assertEquals(0.0, regret(result, "oracle"), 1e-9, result.out());
    }

    private static double regret(Cli.Result result, String policy) {
        Problems problems = new Problems();
        JsonCursor root = JsonCursor.root(JsonReader.parse(result.out()), problems);
        return root.items("policies").stream()
                .filter(row -> row.text("policy", "").equals(policy))
                .flatMap(row -> row.find("mean_regret_ms").stream())
                .map(value -> value.decimal(0, 1e6))
                .findFirst()
                .orElseThrow();
    }
}
