package org.isochrone.steering.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Asks DNS servers on 127.0.0.1 with {@code dig}. */
public final class Dig {
    private static final Pattern STATUS = Pattern.compile("status: (\\w+)");
    private static final Pattern FLAGS = Pattern.compile(";; flags: ([a-z ]*);");
    private static final Pattern SUBNET = Pattern.compile("; CLIENT-SUBNET: (\\S+)");

    private Dig() {}

    /**
     * What came back.
     *
     * @param status {@code NOERROR}, {@code NXDOMAIN} and so on; {@code TIMEOUT} if nothing came
     * @param flags such as {@code qr aa}
     * @param answer records as {@code NAME TTL CLASS TYPE DATA}, single blanks
     * @param authority the same of the authority section
     * @param subnet the client subnet option, {@code ADDRESS/SOURCE/SCOPE}; empty if there was none
     */
    public record Answer(
            String status, List<String> flags, List<String> answer, List<String> authority, String subnet) {
        /** Copies the lists. */
        public Answer {
            flags = List.copyOf(flags);
            answer = List.copyOf(answer);
            authority = List.copyOf(authority);
        }

        /** Returns status and the data of the answer, sorted: {@code NOERROR A 192.0.2.1}. */
        public String brief() {
            return answer.stream()
                    .map(record -> " " + record.split(" ", 4)[3])
                    .sorted()
                    .collect(Collectors.joining("", status, ""));
        }

        /** Returns the scope of the client subnet option; -1 if there was none. */
        public int scope() {
            return subnet.isEmpty() ? -1 : Integer.parseInt(subnet.substring(subnet.lastIndexOf('/') + 1));
        }
    }

    /** Asks once and waits five seconds at most; {@code options} are dig's, such as {@code +subnet=192.0.2.0/24}. */
    public static Answer ask(int port, String name, String type, String... options) {
        List<String> command = new ArrayList<>(List.of(
                Servers.require("dig").toString(), "@127.0.0.1", "-p", Integer.toString(port), "+tries=1", "+time=5"));
        command.addAll(Arrays.asList(options));
        command.addAll(List.of("-q", name, "-t", type));
        return parse(output(command));
    }

    /** Returns the records of a zone transfer in the order they came, single blanks; none if it is refused. */
    public static List<String> transfer(int port, String zone) {
        String output = output(List.of(
                Servers.require("dig").toString(),
                "@127.0.0.1",
                "-p",
                Integer.toString(port),
                "+time=5",
                zone,
                "AXFR"));
        return output.lines()
                .filter(line -> !line.isEmpty() && !line.startsWith(";"))
                .map(line -> line.replaceAll("\\s+", " "))
                .toList();
    }

    private static String output(List<String> command) {
        try {
            Path log = Files.createTempFile("isochrone-dig", ".txt");
            try {
                Process process = new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
                process.waitFor();
                return Files.readString(log);
            } finally {
                Files.delete(log);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for " + command, e);
        }
    }

    private static Answer parse(String output) {
        return new Answer(
                first(STATUS, output, "TIMEOUT"),
                List.of(first(FLAGS, output, "").split(" ", -1)),
                section(output, ";; ANSWER SECTION:"),
                section(output, ";; AUTHORITY SECTION:"),
                first(SUBNET, output, ""));
    }

    private static String first(Pattern pattern, String output, String fallback) {
        Matcher matcher = pattern.matcher(output);
        return matcher.find() ? matcher.group(1) : fallback;
    }

    private static List<String> section(String output, String title) {
        return output.lines()
                .dropWhile(line -> !line.equals(title))
                .skip(1)
                .takeWhile(line -> !line.isEmpty())
                .map(line -> line.replaceAll("\\s+", " "))
                .toList();
    }
}
