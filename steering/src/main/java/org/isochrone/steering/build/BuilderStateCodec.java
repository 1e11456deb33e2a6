package org.isochrone.steering.build;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.IpFamily;
import org.isochrone.steering.prefix.Prefix;
import org.isochrone.steering.safety.Yardstick;

/**
 * The bytes of a {@link BuilderState}; numbers are big-endian, texts are {@link DataOutputStream#writeUTF}.
 *
 * <pre>
 * state  = version:u8 (2) fingerprint:text zones:u16 { zone:text } groups:u16 { group } yardstick
 * group  = zonegroup:text entries:u32 { entry }
 * entry  = prefix lead:u16 ties:u16 { zone:u16 }
 *          since:u32 confirmations:u16 evidence:u32 instability:u16 heldBack:u32
 * prefix = family:u8 (4 or 6) length:u8 address:ceil(length/8)
 * yardstick = takenAt:u32 zones:u16 { zone:text entries:u16 { prefix micros:u32 } }
 * </pre>
 *
 * Zones are numbered by the table in front. Zonegroups, prefixes and zones are in order. Version 1, which is read too,
 * ends an entry after the evidence, and has no yardstick.
 */
final class BuilderStateCodec {
    private static final int VERSION = 2;
    private static final int WITHOUT_DAMPING = 1;

    private BuilderStateCodec() {}

    static byte[] encode(BuilderState state) {
        TreeSet<String> zones = new TreeSet<>();
        state.held()
                .values()
                .forEach(group -> group.forEach((prefix, held) -> {
                    zones.add(held.lead());
                    zones.addAll(held.ties());
                }));
        Map<String, Integer> numbers = new HashMap<>();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeUTF(state.fingerprint());
            out.writeShort(zones.size());
            for (String zone : zones) {
                numbers.put(zone, numbers.size());
                out.writeUTF(zone);
            }
            out.writeShort(state.held().size());
            for (var group : state.held().entrySet()) {
                out.writeUTF(group.getKey());
                out.writeInt(group.getValue().size());
                for (int i = 0; i < group.getValue().size(); i++) {
                    write(out, group.getValue().prefix(i), group.getValue().held(i), numbers);
                }
            }
            write(out, state.yardstick());
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return bytes.toByteArray();
    }

    static BuilderState decode(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int version = in.readUnsignedByte();
            if (version != VERSION && version != WITHOUT_DAMPING) {
                throw new IllegalArgumentException("builder state must be of version " + VERSION + ": " + version);
            }
            String fingerprint = in.readUTF();
            List<String> zones = new ArrayList<>();
            for (int left = in.readUnsignedShort(); left > 0; left--) {
                zones.add(in.readUTF());
            }
            SortedMap<String, HeldPrefixes> groups = new TreeMap<>();
            for (int left = in.readUnsignedShort(); left > 0; left--) {
                String id = in.readUTF();
                HeldPrefixes.Builder group = new HeldPrefixes.Builder(0);
                for (int entries = in.readInt(); entries > 0; entries--) {
                    group.add(prefix(in), held(in, zones, version));
                }
                groups.put(id, group.build());
            }
            Yardstick yardstick = version == WITHOUT_DAMPING ? Yardstick.NONE : yardstick(in);
            if (in.read() >= 0) {
                throw new IllegalArgumentException("builder state goes on behind its end");
            }
            return new BuilderState(groups, yardstick, fingerprint);
        } catch (IOException | IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("builder state is damaged: " + e, e);
        }
    }

    private static void write(DataOutputStream out, Prefix prefix, Held held, Map<String, Integer> numbers)
            throws IOException {
        write(out, prefix);
        out.writeShort(numbers.getOrDefault(held.lead(), 0));
        out.writeShort(held.ties().size());
        for (String zone : held.ties()) {
            out.writeShort(numbers.getOrDefault(zone, 0));
        }
        out.writeInt((int) held.since());
        out.writeShort(Math.min(held.confirmations(), 0xFFFF));
        out.writeInt((int) held.evidence());
        out.writeShort(held.instability());
        out.writeInt((int) held.heldBack());
    }

    private static void write(DataOutputStream out, Prefix prefix) throws IOException {
        out.writeByte(prefix.family() == IpFamily.IPV4 ? 4 : 6);
        out.writeByte(prefix.length());
        out.write(prefix.network().toBytes(), 0, (prefix.length() + 7) / 8);
    }

    private static void write(DataOutputStream out, Yardstick yardstick) throws IOException {
        out.writeInt((int) yardstick.takenAt().getEpochSecond());
        out.writeShort(yardstick.micros().size());
        for (var zone : yardstick.micros().entrySet()) {
            out.writeUTF(zone.getKey());
            out.writeShort(zone.getValue().size());
            for (var rtt : zone.getValue().entrySet()) {
                write(out, rtt.getKey());
                out.writeInt(rtt.getValue());
            }
        }
    }

    private static Yardstick yardstick(DataInputStream in) throws IOException {
        Instant takenAt = Instant.ofEpochSecond(Integer.toUnsignedLong(in.readInt()));
        SortedMap<String, SortedMap<Prefix, Integer>> micros = new TreeMap<>();
        for (int left = in.readUnsignedShort(); left > 0; left--) {
            String zone = in.readUTF();
            SortedMap<Prefix, Integer> rtts = new TreeMap<>();
            for (int entries = in.readUnsignedShort(); entries > 0; entries--) {
                rtts.put(prefix(in), in.readInt());
            }
            micros.put(zone, rtts);
        }
        return new Yardstick(takenAt, micros);
    }

    private static Prefix prefix(DataInputStream in) throws IOException {
        int family = in.readUnsignedByte();
        if (family != 4 && family != 6) {
            throw new IllegalArgumentException("address family must be 4 or 6: " + family);
        }
        int length = in.readUnsignedByte();
        byte[] address = in.readNBytes((length + 7) / 8);
        return new Prefix(IpAddress.ofBytes(Arrays.copyOf(address, family == 4 ? 4 : 16)), length);
    }

    private static Held held(DataInputStream in, List<String> zones, int version) throws IOException {
        String lead = zones.get(in.readUnsignedShort());
        List<String> ties = new ArrayList<>();
        for (int left = in.readUnsignedShort(); left > 0; left--) {
            ties.add(zones.get(in.readUnsignedShort()));
        }
        long since = Integer.toUnsignedLong(in.readInt());
        int confirmations = in.readUnsignedShort();
        long evidence = Integer.toUnsignedLong(in.readInt());
        if (version == WITHOUT_DAMPING) {
            return new Held(lead, ties, since, confirmations, evidence);
        }
        int instability = in.readUnsignedShort();
        return new Held(lead, ties, since, confirmations, evidence, instability, Integer.toUnsignedLong(in.readInt()));
    }
}
