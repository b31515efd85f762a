package dev.keylight.motion;

/**
 * What happened along a stream of motion.
 *
 * @param frames all moments so far
 * @param held moments at which the driver gave nothing usable and the last motion was held
 * @param eased moments spent on going back from a held motion to the driver's
 * @param cuts new shots, other persons and lasting jumps
 */
public record MotionReport(int frames, int held, int eased, int cuts) {}
