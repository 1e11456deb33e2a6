package org.isochrone.steering.memcached;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.isochrone.steering.testkit.FreePort;

/** Somebody else who talks to memcached: one command, one line of answer. */
record RawMemcached(int port) {
    String set(String key, String value) {
        return ask("set " + key + " 0 0 " + value.length() + "\r\n" + value + "\r\n");
    }

    String delete(String key) {
        return ask("delete " + key + "\r\n");
    }

    /** The first line: {@code VALUE key flags bytes} or {@code END}. */
    String get(String key) {
        return ask("get " + key + "\r\n");
    }

    private String ask(String command) {
        try (Socket socket = new Socket(FreePort.loopback(), port)) {
            socket.getOutputStream().write(command.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            return String.valueOf(
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                            .readLine());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
