package org.isochrone.app.cli;

import org.isochrone.app.wiring.Stores;
import org.isochrone.steering.config.InvalidInputException;
import org.isochrone.steering.safety.HeldDoubt.Release;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code map release}. */
@Command(
        name = "release",
        description = {
            "Lets a map be published whose build is held because its inputs look wrong.",
            "",
            "isochrone map show tells what looks wrong. The word holds for that, as long as it lasts, and for nothing"
                    + " that looks wrong later; the next round of steering publishes."
        },
        footer = "  isochrone map release --reason \"new cable to Sydney, really that fast\"")
final class MapReleaseCommand extends Configured {
    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why the build is right.")
    private String reason = "";

    @Option(
            names = "--author",
            paramLabel = "NAME",
            description = "Who says so; default: the user of the operating system.",
            defaultValue = "${sys:user.name}")
    private String author = "";

    MapReleaseCommand(Context context) {
        super(context);
    }

    @Override
    public Integer call() {
        if (reason.isBlank()) {
            throw new InvalidInputException("--reason", "must not be empty");
        }
        try (Stores stores = Stores.open(configuration(), context().clock())) {
            String realm = Realms.current(stores);
            int released = stores.doubts()
                    .release(
                            realm, new Release(author, reason, context().clock().instant()));
            console().line(released == 0 ? "nothing is held" : released + " released");
            return released == 0 ? ExitCode.FAILED : ExitCode.DONE;
        }
    }
}
