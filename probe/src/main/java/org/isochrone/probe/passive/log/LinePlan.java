package org.isochrone.probe.passive.log;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.isochrone.steering.config.InvalidInputException;

/**
 * How a line of a format is read: which three fields are wanted, and from which end each is reached. Immutable.
 *
 * <p>A field delimits itself where the literal behind it begins with a byte that its value cannot hold, and seen from
 * the right where the literal before it ends with one. From the left, fields are walked up to the first that does not;
 * from the right likewise. What lies between may be anything, and may have been sent by anybody: a field wanted from
 * there is refused now, so that nobody can write another's round trip into a log by choosing a name or a header.
 *
 * @param format the format
 * @param address index of the field with the client's address
 * @param rtt index of the field with the round trip
 * @param time index of the field with the time
 * @param forward so many fields are walked from the left
 * @param backward fields from this one on are walked from the right
 */
record LinePlan(LineFormat format, int address, int rtt, int time, int forward, int backward) {
    /**
     * Plans how to read a format.
     *
     * @param where the format's place, for messages
     * @throws InvalidInputException naming what is missing or cannot be told apart
     */
    static LinePlan of(LineFormat format, String where) {
        int fields = format.fields().size();
        int left = 0;
        while (left < fields && endsItself(format, left)) {
            left++;
        }
        int right = fields;
        while (right > 0 && beginsItself(format, right - 1)) {
            right--;
        }
        Choice choice = new Choice(format, where, left, right);
        int address = choice.of(Role::address, "the client's address", "$remote_addr, %ci");
        int rtt = choice.of(Role::rtt, "the round trip", "$tcpinfo_rtt, %[fc_rtt(us)]");
        int time = choice.of(Role::time, "the time", "$msec, $time_iso8601, $time_local, %Ts, %T, %t");
        List<Integer> wanted = List.of(address, rtt, time);
        int reach = left;
        int forward = wanted.stream()
                .filter(index -> index < reach)
                .mapToInt(index -> index + 1)
                .max()
                .orElse(0);
        int backward = wanted.stream()
                .filter(index -> index >= reach)
                .mapToInt(index -> index)
                .min()
                .orElse(fields);
        return new LinePlan(format, address, rtt, time, forward, backward);
    }

    private record Choice(LineFormat format, String where, int left, int right) {
        int of(Predicate<Role> kind, String what, String examples) {
            List<Integer> all = IntStream.range(0, format.fields().size())
                    .boxed()
                    .filter(index -> kind.test(format.fields().get(index).role()))
                    .sorted(Comparator.comparing(
                            index -> format.fields().get(index).role() == Role.CLOCK
                                    || format.fields().get(index).role() == Role.MILLIS))
                    .toList();
            if (all.isEmpty()) {
                throw new InvalidInputException(where, "must hold " + what + ", one of " + examples);
            }
            Optional<Integer> reached =
                    all.stream().filter(index -> index < left || index >= right).findFirst();
            return reached.orElseThrow(() -> new InvalidInputException(
                    where,
                    name(all) + " stands between " + format.fields().get(left).name() + " and "
                            + format.fields().get(right - 1).name()
                            + ", which may hold anything: put quotes around these, or move it to the front"));
        }

        private String name(List<Integer> indices) {
            return indices.stream()
                    .map(index -> format.fields().get(index).name())
                    .collect(Collectors.joining(", "));
        }
    }

    private static boolean endsItself(LineFormat format, int index) {
        byte[] behind = format.literals().get(index + 1);
        boolean last = index + 1 == format.fields().size();
        return behind.length == 0 ? last : !format.fields().get(index).holds().contains(behind[0]);
    }

    private static boolean beginsItself(LineFormat format, int index) {
        byte[] before = format.literals().get(index);
        return before.length == 0
                ? index == 0
                : !format.fields().get(index).holds().contains(before[before.length - 1]);
    }
}
