/**
 * The child processes in which everything untrusted happens: decoding what a stranger uploaded, analysing it, rendering.
 *
 * <p>A decoder is a large native library that reads files from anywhere; when one of them crashes, it must take a job with
 * it and not the server. So the server never opens media. It starts {@link dev.keylight.studio.worker.Worker}, a Java
 * machine of its own with its own limits (heap, resident memory, file size, time, and no network where the system lets
 * us take it away), and talks to it in {@link dev.keylight.studio.worker.Wire} messages over its standard streams.
 *
 * <p>{@link dev.keylight.studio.worker.WorkerProcess} is the server's end of one such child. A child answers one task at a
 * time and stays for the next; a cancelled task costs it its life, which is what frees the machine at once.
 */
package dev.keylight.studio.worker;
