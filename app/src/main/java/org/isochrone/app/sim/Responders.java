package org.isochrone.app.sim;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.atomic.LongAdder;
import org.isochrone.steering.prefix.IpAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers DNS questions inside every simulated client network, each after the delay of the path it came over. One
 * thread receives, one sends what is due, so that no delay depends on another; replies leave within about 0.1 ms of
 * their time. Close it to end both.
 */
final class Responders implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Responders.class);
    private static final int MAX_QUERY = 1500;

    private final Map<IpAddress, SimulatedZone> zones = new HashMap<>();
    private final Paths paths;
    private final Selector selector;
    private final List<DatagramChannel> channels = new ArrayList<>();
    private final DelayQueue<Reply> due = new DelayQueue<>();
    private final LongAdder questions = new LongAdder();
    private final Thread sender = Thread.ofPlatform().daemon().name("sim-send").unstarted(this::send);
    private final int port;

    Responders(World world, Paths paths) throws IOException {
        this.paths = paths;
        world.zones().forEach(zone -> zones.put(zone.peer(), zone));
        selector = Selector.open();
        int common = 0;
        for (SimulatedClient client : world.clients()) {
            DatagramChannel channel = DatagramChannel.open();
            channels.add(channel);
            // The first picks a free port, the others take the same one, which is easier on the reader's eyes.
            channel.bind(new InetSocketAddress(client.responder().toInetAddress(), common));
            common = ((InetSocketAddress) channel.getLocalAddress()).getPort();
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ, client);
        }
        port = common;
        Thread.ofPlatform().daemon().name("sim-receive").start(this::receive);
        sender.start();
    }

    /** Returns the UDP port on which every responder listens. */
    int port() {
        return port;
    }

    /** Returns how many questions came from peers so far. */
    long questions() {
        return questions.sum();
    }

    private void receive() {
        ByteBuffer buffer = ByteBuffer.allocate(MAX_QUERY);
        try {
            while (selector.isOpen()) {
                selector.select(key -> drain(key, buffer));
            }
        } catch (ClosedSelectorException e) {
            LOG.debug("closed", e);
        } catch (IOException e) {
            LOG.error("the simulated internet hears nothing any more", e);
        }
    }

    private void drain(SelectionKey key, ByteBuffer buffer) {
        DatagramChannel channel = (DatagramChannel) key.channel();
        SimulatedClient client = (SimulatedClient) key.attachment();
        try {
            while (true) {
                buffer.clear();
                InetSocketAddress from = (InetSocketAddress) channel.receive(buffer);
                if (from == null) {
                    return;
                }
                long now = System.nanoTime();
                byte[] query = new byte[buffer.flip().remaining()];
                buffer.get(query);
                answer(client, channel, from, query, now);
            }
        } catch (ClosedChannelException e) {
            LOG.debug("closed", e);
        } catch (IOException e) {
            LOG.warn("{} could not receive", client.responder(), e);
        }
    }

    private void answer(
            SimulatedClient client, DatagramChannel channel, InetSocketAddress from, byte[] query, long now) {
        SimulatedZone zone = zones.get(IpAddress.of(from.getAddress()));
        if (zone == null) {
            return;
        }
        questions.increment();
        OptionalLong delay = paths.nextNanos(zone, client);
        if (delay.isPresent()) {
            DnsEcho.reply(query)
                    .ifPresent(reply ->
                            due.add(new Reply(now + delay.getAsLong(), ByteBuffer.wrap(reply), channel, from)));
        }
    }

    private void send() {
        while (selector.isOpen()) {
            try {
                Reply reply = due.take();
                reply.channel().send(reply.bytes(), reply.to());
            } catch (InterruptedException e) {
                return;
            } catch (ClosedChannelException e) {
                LOG.debug("closed", e);
            } catch (IOException e) {
                LOG.warn("a reply could not be sent", e);
            }
        }
    }

    @Override
    public void close() throws IOException {
        selector.close();
        // It waits for the next reply, and there may never be one.
        sender.interrupt();
        for (DatagramChannel channel : channels) {
            channel.close();
        }
    }
}
