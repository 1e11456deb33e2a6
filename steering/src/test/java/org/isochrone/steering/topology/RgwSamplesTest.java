package org.isochrone.steering.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.isochrone.steering.config.InvalidInputException;
import org.isochrone.steering.json.Json;
import org.isochrone.steering.json.JsonReader;
import org.isochrone.steering.testkit.SharedData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What RGW of several releases printed is read, and written again with the same names, nesting and order. */
final class RgwSamplesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "period_get_initial_jewel.json",
                "period_commit_epoch1_jewel.json",
                "period_commit_epoch2_jewel.json",
                "period_pull_luminous.json",
                "period_commit_epoch2_octopus.json",
                "period_commit_epoch1_reef.json",
                "SYNTHETIC_period_two_zonegroups.json"
            })
    void aPeriodIsWrittenAsItWasRead(String sample) throws IOException {
        Json.Obj read = read(sample);
        Topology topology = TopologyJson.decode(text(sample));
        Json.Obj document = assertInstanceOf(Json.Obj.class, JsonReader.parse(TopologyJson.encode(topology)));
        Json written = document.find("period").orElseThrow();
        assertEquals(modern(read).toString(), modern(written).toString());
        assertEquals(topology, TopologyJson.decode(TopologyJson.encode(topology)));
    }

    @Test
    void aPeriodSaysWhatItHolds() throws IOException {
        Topology topology = TopologyJson.decode(text("period_commit_epoch2_octopus.json"));
        assertEquals("demodom", topology.realm().name());
        assertEquals(2, topology.period().epoch());
        assertEquals("b5ea9223-2ae5-4fc0-bfd8-318001256176", topology.period().predecessor());
        Zonegroup fr = topology.period().zonegroups().getFirst();
        assertTrue(fr.master());
        assertEquals(
                List.of("fr-est-1", "fr-est-2"),
                fr.zones().stream().map(Zone::name).toList());
        // Its endpoints are single labels, which are no names for clients.
        assertEquals("", fr.zones().getFirst().steering().dnsName());
    }

    @Test
    void theHostOfTheFirstEndpointIsTheDnsName() throws IOException {
        Topology topology = TopologyJson.decode(text("SYNTHETIC_period_two_zonegroups.json"));
        assertEquals(
                Optional.of("rgw.us-west.o.example.us"),
                topology.zoneNamed("us-west").map(zone -> zone.steering().dnsName()));
    }

    @Test
    void aRealmWithItsPeriodIsRead() throws IOException {
        String period = text("period_commit_epoch1_jewel.json");
        String realm = """
                {"id": "4a367026-bd8f-40ee-b486-8212482ddcd7", "name": "gold",
                 "current_period": "b5e4d3ec-2a62-4746-b479-4b2bc14b27d1", "epoch": 2}""";
        assertEquals(
                TopologyJson.decode(period),
                TopologyJson.decode("{\"realm\": " + realm + ", \"period\": " + period + "}"));
    }

    @Test
    void aZonegroupMapIsRead() throws IOException {
        Topology topology = TopologyJson.decode(text("zonegroup_map_get.json"));
        assertEquals("ae031368-8715-4e27-9a99-0c9468852cfe", topology.realm().id());
        assertEquals("9248cab2-afe7-43d8-a661-a40bf316665e", topology.period().masterZone());
        assertEquals(2, topology.zones().size());
        assertEquals(topology, TopologyJson.decode(TopologyJson.encode(topology)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"realm_get.json", "zonegroup_get_jewel.json", "bucket_stats_test1.json"})
    void otherDumpsAreRefused(String sample) throws IOException {
        String text = text(sample);
        assertEquals(
                "$: must be a period (with period_map), a realm with its period (with realm and period) or a zonegroup"
                        + " map (with zonegroups)",
                assertThrows(InvalidInputException.class, () -> TopologyJson.decode(text))
                        .getMessage());
    }

    /** Jewel to Octopus print the truth values that we type as strings. */
    private static Json modern(Json value) {
        return switch (value) {
            case Json.Obj object -> {
                Map<String, Json> members = new LinkedHashMap<>();
                object.members()
                        .forEach((name, member) -> members.put(
                                name,
                                List.of("is_master", "read_only").contains(name)
                                        ? new Json.Bool(member.toString().contains("true"))
                                        : modern(member)));
                yield new Json.Obj(members);
            }
            case Json.Arr array -> {
                List<Json> items = new ArrayList<>();
                array.items().forEach(item -> items.add(modern(item)));
                yield new Json.Arr(items);
            }
            case Json.Str _, Json.Num _, Json.Bool _, Json.Null _ -> value;
        };
    }

    private static Json.Obj read(String sample) throws IOException {
        return assertInstanceOf(Json.Obj.class, JsonReader.parse(text(sample)));
    }

    private static String text(String sample) throws IOException {
        return Files.readString(SharedData.require("rgw-samples").resolve(sample));
    }
}
