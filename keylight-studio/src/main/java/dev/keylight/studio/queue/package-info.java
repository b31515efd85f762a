/**
 * Renders as jobs. {@link dev.keylight.studio.queue.JobSpec} says what may be asked for and turns it into a worker's task;
 * {@link dev.keylight.studio.queue.RenderQueue} has the jobs done one after the other, in the order they came, and survives
 * its own process; {@link dev.keylight.studio.queue.JobEvents} tells whoever is watching; {@link
 * dev.keylight.studio.queue.Retention} clears away what is oldest when the disk's budget is spent.
 */
package dev.keylight.studio.queue;
