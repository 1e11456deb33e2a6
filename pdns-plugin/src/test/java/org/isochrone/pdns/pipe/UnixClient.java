package org.isochrone.pdns.pipe;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The other side of a UNIX-domain socket that speaks in lines. */
public final class UnixClient implements AutoCloseable {
    private final SocketChannel channel;
    private final BufferedReader reader;

    public UnixClient(Path path) throws IOException {
        channel = SocketChannel.open(UnixDomainSocketAddress.of(path));
        reader = new BufferedReader(Channels.newReader(channel, StandardCharsets.ISO_8859_1));
    }

    /** Writes text and returns the next lines, joined; fewer if the connection ends. */
    public String ask(String text, int lines) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        List<String> read = new ArrayList<>();
        while (read.size() < lines) {
            String line = reader.readLine();
            if (line == null) {
                break;
            }
            read.add(line);
        }
        return String.join("\n", read);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
