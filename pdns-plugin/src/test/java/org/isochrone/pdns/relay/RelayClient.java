package org.isochrone.pdns.relay;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** PowerDNS's side of a relay that it started. For one thread. */
public final class RelayClient implements AutoCloseable {
    private final Process relay;
    private final BufferedReader out;

    /** Starts the relay and lets what it complains of go to {@code errors}. */
    public RelayClient(List<String> command, Path errors) throws IOException {
        relay = new ProcessBuilder(command).redirectError(errors.toFile()).start();
        out = relay.inputReader(StandardCharsets.ISO_8859_1);
    }

    /** Writes text and returns the next lines, joined; fewer if the relay ends. */
    public String ask(String text, int lines) throws IOException {
        relay.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        relay.getOutputStream().flush();
        StringBuilder read = new StringBuilder();
        for (int i = 0; i < lines; i++) {
            String line = out.readLine();
            if (line == null) {
                break;
            }
            read.append(i == 0 ? "" : "\n").append(line);
        }
        return read.toString();
    }

    /** Ends the relay as PowerDNS does. */
    @Override
    public void close() throws IOException {
        relay.getOutputStream().close();
        out.close();
    }
}
