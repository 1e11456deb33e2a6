package org.isochrone.pdns.pipe;

import org.isochrone.pdns.answer.AnswerCounters;
import org.isochrone.pdns.answer.Responder;

/**
 * What all conversations in the pipe protocol share.
 *
 * @param responder answers questions
 * @param counters counts what cannot be understood
 * @param commands answers operators
 * @param version of the program, for the greeting
 */
public record PipeContext(Responder responder, AnswerCounters counters, PipeCommands commands, String version) {}
