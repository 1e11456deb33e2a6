package org.isochrone.pdns.remote;

import org.isochrone.pdns.answer.AnswerCounters;
import org.isochrone.pdns.answer.Responder;

/**
 * What all conversations in the remote backend's protocol share.
 *
 * @param responder answers questions
 * @param counters counts what cannot be understood
 */
public record RemoteContext(Responder responder, AnswerCounters counters) {}
