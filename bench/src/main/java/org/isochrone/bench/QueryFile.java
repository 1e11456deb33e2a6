package org.isochrone.bench;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.isochrone.steering.prefix.Prefix;

/**
 * Writes the questions of a throughput benchmark: every bucket's A record for {@link #CLIENTS_PER_NAME} clients each,
 * in an order that puts the same name far apart. Each question carries its client as an EDNS client subnet (RFC 7871).
 *
 * <p>Into the folder named by the first argument go {@code queries.bin} (each message behind its length, as over TCP),
 * {@code dig.txt} (the same questions for {@code dig -f}), {@code expected.txt} (the addresses that are right) and
 * {@code constant.txt} (those of a program that always says 192.0.2.1). With a number of names behind it only the first
 * so many are asked for, by as many clients in all, and {@code prefixes.txt} tells each client prefix with its zone.
 */
public final class QueryFile {
    /** So many that an answer from a cache that does not tell clients apart is seen. */
    private static final int CLIENTS_PER_NAME = 4;

    private static final int RECURSION_DESIRED = 0x0100;
    private static final int TYPE_A = 1;
    private static final int CLASS_IN = 1;
    private static final int TYPE_OPT = 41;
    private static final int UDP_SIZE = 1232;
    private static final int OPTION_CLIENT_SUBNET = 8;
    private static final int FAMILY_IPV4 = 1;
    private static final int SUBNET_OCTETS = 3;

    private QueryFile() {}

    /** Writes the files. */
    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        int names = args.length > 1 ? Integer.parseInt(args[1]) : World.BUCKETS;
        Random random = new Random(1);
        ByteArrayOutputStream queries = new ByteArrayOutputStream();
        List<String> dig = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        List<String> constant = new ArrayList<>();
        for (int i = 0; i < World.BUCKETS * CLIENTS_PER_NAME; i++) {
            String name = World.bucket(i % names) + "." + World.NAMESPACE;
            int client = random.nextInt(AnswerServer.PREFIXES);
            byte[] message = message(name, World.prefix(client));
            queries.write(message.length >>> 8);
            queries.write(message.length);
            queries.writeBytes(message);
            dig.add(name + " A +subnet=" + World.prefix(client));
            expected.add(World.fastest(client).toString());
            constant.add("192.0.2.1");
        }
        Files.write(folder.resolve("queries.bin"), queries.toByteArray());
        Files.write(folder.resolve("dig.txt"), dig);
        Files.write(folder.resolve("expected.txt"), expected);
        Files.write(folder.resolve("constant.txt"), constant);
        if (names < World.BUCKETS) {
            Files.write(
                    folder.resolve("prefixes.txt"),
                    IntStream.range(0, AnswerServer.PREFIXES)
                            .mapToObj(i -> World.prefix(i) + " " + World.fastest(i))
                            .toList());
        }
    }

    static byte[] message(String name, Prefix client) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeShort(0);
        out.writeShort(RECURSION_DESIRED);
        out.writeShort(1);
        out.writeShort(0);
        out.writeShort(0);
        out.writeShort(1);
        for (String label : name.split("\\.", -1)) {
            out.writeByte(label.length());
            out.write(label.getBytes(StandardCharsets.US_ASCII));
        }
        out.writeByte(0);
        out.writeShort(TYPE_A);
        out.writeShort(CLASS_IN);
        out.writeByte(0);
        out.writeShort(TYPE_OPT);
        out.writeShort(UDP_SIZE);
        out.writeInt(0);
        int optionLength = 4 + SUBNET_OCTETS;
        out.writeShort(4 + optionLength);
        out.writeShort(OPTION_CLIENT_SUBNET);
        out.writeShort(optionLength);
        out.writeShort(FAMILY_IPV4);
        out.writeByte(client.length());
        out.writeByte(0);
        out.write(client.network().toBytes(), 0, SUBNET_OCTETS);
        return bytes.toByteArray();
    }
}
