package org.isochrone.pdns.pipe;

/** One line from PowerDNS. Immutable. */
sealed interface PipeRequest {
    /**
     * The greeting.
     *
     * @param abi which layout of lines is spoken, 1 to 5
     */
    record Helo(int abi) implements PipeRequest {}

    /**
     * A question.
     *
     * @param name in presentation form, in the case it came
     * @param type mnemonic in upper case, or {@code TYPEn}
     * @param ours whether the class is IN
     * @param remote who asked PowerDNS
     * @param subnet for whom, {@code ADDRESS/LENGTH}; empty before ABI 3
     */
    record Query(String name, String type, boolean ours, String remote, String subnet) implements PipeRequest {}

    /**
     * A zone transfer.
     *
     * @param zone in presentation form; empty before ABI 4
     */
    record Transfer(String zone) implements PipeRequest {}

    /**
     * What an operator typed.
     *
     * @param text behind {@code CMD}
     */
    record Command(String text) implements PipeRequest {}

    /**
     * A line that is none of these.
     *
     * @param reason where, what, and what is legal
     * @param greeting whether it was meant as a greeting
     */
    record Malformed(String reason, boolean greeting) implements PipeRequest {}

    /** The newest ABI there is. */
    int MAX_ABI = 5;

    /** The first ABI that tells the client subnet and takes a scope. */
    int SCOPED_ABI = 3;

    /**
     * Parses a line.
     *
     * <pre>
     * HELO TAB abi
     * Q TAB qname TAB qclass TAB qtype TAB id TAB remote [TAB local [TAB edns-subnet]]    ABI 1, 2, 3 to 5
     * AXFR TAB id [TAB zone]                                                              ABI 1 to 3, 4 and 5
     * CMD TAB text                                                                        ABI 5
     * </pre>
     *
     * @param abi of the greeting; 0 before there was one
     */
    static PipeRequest parse(String line, int abi) {
        String[] field = line.split("\t", -1);
        return switch (field[0]) {
            case "HELO" -> helo(field);
            case "Q" -> abi == 0 ? beforeHelo(line) : query(field, abi);
            case "AXFR" -> abi == 0 ? beforeHelo(line) : transfer(field, abi);
            case "CMD" -> abi == 0 ? beforeHelo(line) : new Command(line.substring(Math.min(4, line.length())));
            default -> new Malformed("field 1 must be HELO, Q, AXFR or CMD: " + quoted(field[0]), false);
        };
    }

    /** Returns a value as it may stand in a message: short, and nothing in it but visible ASCII. */
    static String quoted(String value) {
        return "'" + visible(value, 60) + "'";
    }

    /** Returns at most {@code limit} characters, and {@code ?} for each that is no visible ASCII. */
    static String visible(String value, int limit) {
        int shown = Math.min(value.length(), limit);
        StringBuilder text = new StringBuilder(shown);
        for (int i = 0; i < shown; i++) {
            char c = value.charAt(i);
            text.append(c >= ' ' && c < 127 ? c : '?');
        }
        return text.append(shown < value.length() ? "..." : "").toString();
    }

    /** Returns how many fields a question has. */
    static int fields(int abi) {
        return 5 + Math.min(abi, SCOPED_ABI);
    }

    private static PipeRequest helo(String[] field) {
        String abi = field.length == 2 ? field[1] : "";
        return abi.length() == 1 && abi.charAt(0) >= '1' && abi.charAt(0) <= '0' + MAX_ABI
                ? new Helo(abi.charAt(0) - '0')
                : new Malformed(
                        "HELO must have one field, the ABI in [1.." + MAX_ABI + "] (pipe-abi-version): "
                                + quoted(String.join(" ", field)),
                        true);
    }

    private static PipeRequest query(String[] field, int abi) {
        int expected = fields(abi);
        if (field.length != expected) {
            return new Malformed(
                    "Q must have " + expected + " fields in ABI " + abi + ", not " + field.length + ": "
                            + quoted(String.join(" ", field)),
                    false);
        }
        return new Query(field[1], field[3], field[2].equals("IN"), field[5], abi < SCOPED_ABI ? "" : field[7]);
    }

    private static PipeRequest transfer(String[] field, int abi) {
        int expected = abi > SCOPED_ABI ? 3 : 2;
        return field.length == expected
                ? new Transfer(expected == 3 ? field[2] : "")
                : new Malformed(
                        "AXFR must have " + expected + " fields in ABI " + abi + ", not " + field.length + ": "
                                + quoted(String.join(" ", field)),
                        false);
    }

    private static PipeRequest beforeHelo(String line) {
        return new Malformed("the first line must be HELO and the ABI in [1.." + MAX_ABI + "]: " + quoted(line), false);
    }
}
