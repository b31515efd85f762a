package dev.keylight.engine;

/**
 * What a render will take on this machine, estimated before it is begun.
 *
 * @param seconds of computing
 * @param megabytes of memory at the fullest moment
 */
public record EnginePlan(double seconds, long megabytes) {}
