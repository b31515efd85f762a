/**
 * The {@code keylight} command: options in, sentences and exit codes out.
 *
 * <p>Nothing is computed here. Each command turns its options into the records of the core, calls one method there and
 * tells how it went: to people on a terminal, or as one JSON object a line with {@code --json}. Results go to standard
 * output, everything else to standard error.
 *
 * <p>Exit codes: 0 done, 1 failed, 2 wrong usage, 3 input that cannot be used, 130 interrupted. A failure is one
 * sentence; the stack trace shows with {@code --verbose} only.
 */
package dev.keylight.cli;
