package dev.keylight.spark.job;

import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * One task's worth of work, as the driver plans it and an executor does it.
 *
 * @param index its place in the manifest
 * @param name unique in the job; the name of its note when it fails
 * @param said what the manifest called it
 * @param work the worker's function
 * @param inputs files by the name under which the function wants them; what is elsewhere is fetched first
 * @param facts further values for the function, as JSON
 * @param out folder of its results, by URI
 * @param earlier files in {@code out} that the function may find whole already
 * @param note file in {@code out} that says it is done, when its {@code key} is this item's; null when the function itself
 *     looks at what was made earlier
 * @param key of content and options; begins with the content's SHA-256 where that is known
 * @param bytes of its input; larger items go first
 */
record Item(
    int index, String name, String said, String work, Map<String, String> inputs, String facts, String out,
    List<String> earlier, String note, String key, long bytes)
    implements Serializable {}
