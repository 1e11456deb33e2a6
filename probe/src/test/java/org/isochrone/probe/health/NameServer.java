package org.isochrone.probe.health;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.SocketException;
import java.util.Arrays;
import java.util.HexFormat;
import org.isochrone.steering.testkit.FreePort;

/** A name server on loopback that has one record for everybody: {@code A 192.0.2.7}. */
final class NameServer implements AutoCloseable {
    /** A pointer to the name of the question, A, IN, TTL 60, four bytes of data. */
    private static final byte[] RECORD = HexFormat.of().parseHex("c00c000100010000003c0004c0000207");

    private static final int HEADER = 12;
    private static final int TYPE_AND_CLASS = 4;

    private final DatagramSocket socket;

    NameServer() throws IOException {
        socket = new DatagramSocket(0, FreePort.loopback());
        Thread.ofPlatform().daemon().start(this::serve);
    }

    int port() {
        return socket.getLocalPort();
    }

    private void serve() {
        byte[] buffer = new byte[1500];
        while (true) {
            try {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                socket.receive(packet);
                byte[] answer = answer(buffer);
                socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
            } catch (SocketException e) {
                return;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static byte[] answer(byte[] question) {
        int end = HEADER;
        while (question[end] != 0) {
            end += question[end] + 1;
        }
        end += 1 + TYPE_AND_CLASS;
        byte[] answer = Arrays.copyOf(question, end + RECORD.length);
        System.arraycopy(RECORD, 0, answer, end, RECORD.length);
        answer[2] |= (byte) 0x80;
        answer[7] = 1;
        // No authority, and no additional records.
        Arrays.fill(answer, 8, HEADER, (byte) 0);
        return answer;
    }

    @Override
    public void close() {
        socket.close();
    }
}
