package org.isochrone.pdns.unix;

import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The other side of a conversation whose questions are all known before: keeps each answer. For one thread. */
public final class TalkingChannel implements ByteChannel {
    private final ByteBuffer said;
    private final int piece;
    private final List<String> answers = new ArrayList<>();

    /** Says {@code said} in pieces of at most {@code piece} bytes, and ends the conversation. */
    public TalkingChannel(byte[] said, int piece) {
        this.said = ByteBuffer.wrap(said);
        this.piece = piece;
    }

    /** Returns the lines that have an end, without it, one character per byte. */
    public static List<String> lines(byte[] said) {
        String text = new String(said, StandardCharsets.ISO_8859_1);
        List<String> lines = new ArrayList<>();
        int start = 0;
        for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
            lines.add(text.substring(start, end));
            start = end + 1;
        }
        return lines;
    }

    /** Returns what was written, one text per write, one character per byte. */
    public List<String> answers() {
        return answers;
    }

    @Override
    public int read(ByteBuffer to) {
        int count = Math.min(Math.min(piece, said.remaining()), to.remaining());
        if (!said.hasRemaining()) {
            return -1;
        }
        to.put(said.slice(said.position(), count));
        said.position(said.position() + count);
        return count;
    }

    @Override
    public int write(ByteBuffer from) {
        byte[] answer = new byte[from.remaining()];
        from.get(answer);
        answers.add(new String(answer, StandardCharsets.ISO_8859_1));
        return answer.length;
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public void close() {}
}
