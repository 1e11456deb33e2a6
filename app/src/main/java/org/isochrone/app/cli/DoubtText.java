package org.isochrone.app.cli;

import org.isochrone.app.print.Words;
import org.isochrone.steering.json.Json;
import org.isochrone.steering.safety.HeldDoubt;
import org.isochrone.steering.topology.Topology;

/** What looks wrong in a build, for people and for programs. */
final class DoubtText {
    private DoubtText() {}

    static String line(HeldDoubt held) {
        return "doubted since " + held.since() + ": " + held.doubt().story()
                + held.release()
                        .map(release ->
                                "; released by " + release.author() + " at " + release.at() + ": " + release.reason())
                        .orElse("");
    }

    static Json.Obj json(HeldDoubt held, Topology topology) {
        return Jsons.object(
                "kind", Words.lower(held.doubt().kind()),
                "zone", topology.zoneName(held.doubt().zone()),
                "story", held.doubt().story(),
                "since", held.since().toString(),
                "released_by", held.release().map(HeldDoubt.Release::author).orElse(""),
                "released_at",
                        held.release().map(release -> release.at().toString()).orElse(""),
                "release_reason", held.release().map(HeldDoubt.Release::reason).orElse(""));
    }
}
