package org.isochrone.sql;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** One privilege on one table. */
record Right(String privilege, String table) implements Comparable<Right> {
    private static final Pattern GRANT = Pattern.compile("GRANT ([A-Z, ]+) ON (\\w+) TO .*;");
    private static final Set<String> DATA = Set.of("SELECT", "INSERT", "UPDATE", "DELETE");

    /**
     * What is needed only for the first partitions of a table, or for dropping one of these: of them, a job after the
     * first finds all made and none old. MySQL also asks who changes partitions for INSERT and CREATE, MariaDB does
     * not.
     */
    private static final Set<Right> FOR_PARTITIONS = Set.of(
            new Right("INSERT", "burst"),
            new Right("INSERT", "burst_batch"),
            new Right("INSERT", "client_count"),
            new Right("INSERT", "decision_sample"),
            new Right("SELECT", "decision_sample"),
            new Right("SELECT", "burst_hour"),
            new Right("SELECT", "peer_hour"),
            new Right("INSERT", "horizon"),
            new Right("UPDATE", "horizon"));

    /** Returns those that the file of a task grants, table by table. */
    static Set<Right> of(Grants.Task task) {
        Set<Right> rights = new TreeSet<>();
        GRANT.matcher(Grants.file(task))
                .results()
                .forEach(grant -> Arrays.stream(grant.group(1).split(", "))
                        .forEach(privilege -> rights.add(new Right(privilege, grant.group(2)))));
        return rights;
    }

    /** Tells whether a privilege is about rows, and not about the table. */
    static boolean isOverRows(String privilege) {
        return DATA.contains(privilege);
    }

    /** Tells whether only the making and dropping of partitions needs it. */
    boolean forPartitions() {
        return !isOverRows(privilege) || FOR_PARTITIONS.contains(this);
    }

    @Override
    public int compareTo(Right other) {
        return toString().compareTo(other.toString());
    }
}
