package org.isochrone.pdns.pipe;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.isochrone.pdns.ClientText;
import org.isochrone.pdns.answer.AnswerCounters;
import org.isochrone.pdns.answer.Responder;
import org.isochrone.steering.decision.Client;
import org.isochrone.steering.decision.Explanation;
import org.isochrone.steering.decision.Snapshot;

/** The commands {@code status}, {@code version}, {@code map}, {@code reload} and {@code explain}. */
public final class StandardCommands implements PipeCommands {
    private static final Duration RELOAD_PATIENCE = Duration.ofSeconds(1);

    private final Responder responder;
    private final AnswerCounters counters;
    private final String version;
    private final InstantSource clock;
    private final Runnable reload;

    /**
     * Tells of {@code responder} and {@code counters}.
     *
     * @param clock tells how old the map is
     * @param reload takes what is new now, and may take its time
     */
    public StandardCommands(
            Responder responder, AnswerCounters counters, String version, InstantSource clock, Runnable reload) {
        this.responder = responder;
        this.counters = counters;
        this.version = version;
        this.clock = clock;
        this.reload = reload;
    }

    /** Does the same where there is nothing to load. */
    public StandardCommands(Responder responder, AnswerCounters counters, String version) {
        this(responder, counters, version, InstantSource.system(), () -> {});
    }

    @Override
    public List<String> run(String text) {
        String[] words = text.strip().split("\\s+", -1);
        return switch (words[0]) {
            case "version" -> List.of("isochrone " + version);
            case "status" -> status();
            case "map" -> List.of(map(responder.snapshot()));
            case "reload" -> reload();
            case "explain" -> words.length == 3 ? explain(words[1], words[2]) : usage(text);
            default -> usage(text);
        };
    }

    /** Waits for less than PowerDNS's patience with a backend, which is two seconds. */
    private List<String> reload() {
        Thread loading = Thread.ofVirtual().name("reload").start(reload);
        try {
            boolean done = loading.join(RELOAD_PATIENCE);
            return List.of(done ? "reloaded" : "reloading goes on", map(responder.snapshot()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of("reloading goes on");
        }
    }

    private static List<String> usage(String text) {
        return List.of(
                "unknown command: " + PipeRequest.quoted(text),
                "commands: status | version | map | reload | explain NAME ADDRESS[/LENGTH]");
    }

    private List<String> status() {
        List<String> lines = new ArrayList<>();
        lines.add("isochrone " + version);
        lines.add(map(responder.snapshot()));
        counters.replies().stream()
                .filter(count -> count.count() > 0)
                .forEach(count -> lines.add(count.transport() + " " + count.kind() + " " + count.count()));
        counters.bases().forEach(count -> lines.add("decided by " + count.basis() + " " + count.count()));
        return lines;
    }

    private String map(Optional<Snapshot> snapshot) {
        return snapshot.map(
                        known -> known.map().isEmpty() ? "no map" : "map " + Explanation.map(known, clock.instant()))
                .orElse("nothing is known yet");
    }

    private List<String> explain(String name, String client) {
        Optional<Snapshot> snapshot = responder.snapshot();
        if (snapshot.isEmpty()) {
            return List.of(map(snapshot));
        }
        Client who;
        try {
            who = ClientText.parse("0.0.0.0", client);
        } catch (IllegalArgumentException e) {
            return List.of("explain: " + e.getMessage());
        }
        return Explanation.explain(snapshot.get(), name, who, clock.instant()).steps().stream()
                .map(step -> step.what() + ": " + step.found())
                .toList();
    }
}
