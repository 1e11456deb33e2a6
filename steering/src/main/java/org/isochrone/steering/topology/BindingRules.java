package org.isochrone.steering.topology;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.isochrone.steering.config.Problems;

/** What steered names and namespaces need: a form, a zonegroup, and zones that can be answered in their mode. */
final class BindingRules {
    private final List<Zonegroup> zonegroups;
    private final Problems problems;

    BindingRules(List<Zonegroup> zonegroups, Problems problems) {
        this.zonegroups = zonegroups;
        this.problems = problems;
    }

    void check(List<SteeredName> names, List<Namespace> namespaces) {
        Set<String> seen = new HashSet<>();
        for (Namespace namespace : namespaces) {
            check(namespace, seen);
        }
        for (SteeredName name : names) {
            check(name, namespaces, seen);
        }
    }

    /** Returns why a name is not in the form that {@code form} gives it; empty if it is. */
    static Optional<String> canonical(String name, UnaryOperator<String> form) {
        try {
            return form.apply(name).equals(name)
                    ? Optional.empty()
                    : Optional.of("must be lower case without a trailing dot: '" + name + "'");
        } catch (IllegalArgumentException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private void check(Namespace namespace, Set<String> seen) {
        if (namespace.suffix().isEmpty()) {
            return; // told where it was read
        }
        String where = "namespace '" + namespace.suffix() + "'";
        canonical(namespace.suffix(), DnsNames::canonical).ifPresent(why -> problems.error(where, why));
        if (!seen.add(namespace.suffix())) {
            problems.error(where, "stands twice");
        }
        zonegroups.forEach(group -> answerable(where, namespace.mode(), group));
        if (namespace.mode() == AnswerMode.CNAME) {
            zonegroups.stream()
                    .flatMap(group -> group.zones().stream())
                    .filter(zone -> DnsNames.within(zone.steering().dnsName(), namespace.suffix()))
                    .forEach(zone -> problems.error(where, "would point to itself by way of " + named(zone)));
        }
    }

    private void check(SteeredName name, List<Namespace> namespaces, Set<String> seen) {
        if (name.name().isEmpty() || name.zonegroup().isEmpty()) {
            return; // told where it was read
        }
        String where = "steered name '" + name.name() + "'";
        canonical(name.name(), DnsNames::canonicalOrWildcard).ifPresent(why -> problems.error(where, why));
        if (!seen.add(name.name())) {
            problems.error(where, "stands twice");
        }
        namespaces.stream()
                .filter(namespace -> DnsNames.within(name.name(), namespace.suffix()))
                .forEach(namespace -> problems.error(where, "is inside the namespace '" + namespace.suffix() + "'"));
        zonegroups.stream()
                .filter(group -> group.id().equals(name.zonegroup()))
                .findFirst()
                .ifPresentOrElse(
                        group -> check(where, name, group),
                        () -> problems.error(
                                where, "no zonegroup of the period has the id '" + name.zonegroup() + "'"));
    }

    private void check(String where, SteeredName name, Zonegroup group) {
        if (group.zones().isEmpty()) {
            problems.error(where, TopologyRules.where(group) + " has no zones to answer");
        }
        answerable(where, name.mode(), group);
        if (name.mode() == AnswerMode.CNAME) {
            group.zones().stream()
                    .filter(zone -> DnsNames.covers(name.name(), zone.steering().dnsName()))
                    .forEach(zone -> problems.error(where, "would point to itself by way of " + named(zone)));
        }
    }

    private void answerable(String where, AnswerMode mode, Zonegroup group) {
        switch (mode) {
            case CNAME ->
                group.zones().stream()
                        .filter(zone -> zone.steering().dnsName().isEmpty())
                        .forEach(zone ->
                                problems.error(where, "mode cname needs a dns_name in " + TopologyRules.where(zone)));
            case ADDRESS -> {
                if (!group.zones().isEmpty()
                        && group.zones().stream()
                                .allMatch(zone -> zone.steering().addresses().isEmpty())) {
                    problems.error(where, "mode address needs an address in a zone of " + TopologyRules.where(group));
                }
            }
        }
    }

    private static String named(Zone zone) {
        return "the dns_name '" + zone.steering().dnsName() + "' of " + TopologyRules.where(zone);
    }
}
