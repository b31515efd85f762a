package dev.keylight.train.prepare;

/**
 * DECA and FLAME as the user has them.
 *
 * @param weights folder of the published weights, on every machine that prepares
 * @param ownDetector whether the built-in mesh finds the faces even where S³FD and FAN are among the weights
 */
public record FlameFiles(String weights, boolean ownDetector) {}
