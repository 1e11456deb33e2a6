package org.isochrone.bench;

import java.io.IOException;

/**
 * The least that a Java program can do, as the peer of start-up measurements: without arguments it prints a line; with
 * {@code relay} it answers a pipe coprocess's HELO and says END to all else, until its input ends.
 */
public final class Bare {
    private Bare() {}

    /** Prints or answers. */
    public static void main(String[] args) throws IOException {
        if (args.length == 0) {
            System.out.println("bare");
            return;
        }
        boolean greeted = false;
        for (int c = System.in.read(); c >= 0; c = System.in.read()) {
            if (c == '\n') {
                System.out.print(greeted ? "END\n" : "OK\tbare\n");
                System.out.flush();
                greeted = true;
            }
        }
    }
}
