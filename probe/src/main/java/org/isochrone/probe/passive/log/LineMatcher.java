package org.isochrone.probe.passive.log;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Finds the wanted fields of a line as its {@link LinePlan} says: from the left, then from the right, each byte looked
 * at once and nothing allocated. Not safe for several threads.
 */
final class LineMatcher {
    private final Field[] fields;
    private final byte[][] literals;
    private final int forward;
    private final int backward;
    private final int[] starts;
    private final int[] ends;
    private int misfit;
    private int misfitAt;

    LineMatcher(LinePlan plan) {
        fields = plan.format().fields().toArray(Field[]::new);
        literals = plan.format().literals().toArray(byte[][]::new);
        forward = plan.forward();
        backward = plan.backward();
        starts = new int[fields.length];
        ends = new int[fields.length];
    }

    /** Tells whether the bytes from {@code from} to {@code to} fit, and notes where the fields are. */
    boolean match(byte[] line, int from, int to) {
        int reached = fromLeft(line, from, to);
        return reached >= 0 && fromRight(line, reached, to);
    }

    /** Returns where field {@code index}, a wanted one, begins in the line that fitted last. */
    int start(int index) {
        return starts[index];
    }

    /** Returns where it ends. */
    int end(int index) {
        return ends[index];
    }

    private int fromLeft(byte[] line, int from, int to) {
        int at = from;
        for (int i = 0; i < forward; i++) {
            byte[] before = literals[i];
            if (!equal(line, at, to, before)) {
                return misfit(i, at - from);
            }
            at += before.length;
            starts[i] = at;
            byte[] behind = literals[i + 1];
            at = behind.length == 0 ? to : indexOf(line, at, to, behind[0], fields[i].escaped());
            if (at < 0) {
                return misfit(i + 1, to - from);
            }
            ends[i] = at;
        }
        return forward == 0 || equal(line, at, to, literals[forward]) ? at : misfit(forward, at - from);
    }

    private boolean fromRight(byte[] line, int from, int to) {
        int at = to;
        for (int i = fields.length - 1; i >= backward; i--) {
            byte[] behind = literals[i + 1];
            at -= behind.length;
            if (at < from || !equal(line, at, to, behind)) {
                misfit(i + 1, Math.max(0, at - from));
                return false;
            }
            ends[i] = at;
            byte[] before = literals[i];
            at = before.length == 0
                    ? from
                    : lastIndexOf(line, from, at, before[before.length - 1], fields[i].escaped());
            if (at < from) {
                misfit(i, 0);
                return false;
            }
            starts[i] = at;
        }
        if (backward < fields.length) {
            byte[] before = literals[backward];
            if (at - before.length < from || !equal(line, at - before.length, to, before)) {
                misfit(backward, at - from);
                return false;
            }
        }
        return true;
    }

    private int misfit(int literal, int column) {
        misfit = literal;
        misfitAt = column;
        return -1;
    }

    /** Says for people why the last line did not fit. */
    String reason() {
        String expected = new String(literals[misfit], StandardCharsets.UTF_8);
        String where = misfit < fields.length ? "before " + fields[misfit].name() : "at the end";
        return "does not fit the format: must have '" + expected + "' " + where + ", column " + (misfitAt + 1);
    }

    private static boolean equal(byte[] line, int at, int to, byte[] literal) {
        return to - at >= literal.length && Arrays.equals(line, at, at + literal.length, literal, 0, literal.length);
    }

    private static int indexOf(byte[] line, int from, int to, byte wanted, boolean escaped) {
        for (int i = from; i < to; i++) {
            byte each = line[i];
            if (each == wanted) {
                return i;
            }
            if (escaped && each == '\\') {
                i++;
            }
        }
        return -1;
    }

    /** Returns the index behind the last {@code wanted} before {@code to} that no backslash takes away. */
    private static int lastIndexOf(byte[] line, int from, int to, byte wanted, boolean escaped) {
        for (int i = to - 1; i >= from; i--) {
            if (line[i] == wanted && !(escaped && takenAway(line, from, i))) {
                return i + 1;
            }
        }
        return -1;
    }

    private static boolean takenAway(byte[] line, int from, int at) {
        int backslashes = 0;
        while (at - backslashes > from && line[at - backslashes - 1] == '\\') {
            backslashes++;
        }
        return backslashes % 2 == 1;
    }
}
