/**
 * The same work as on one machine, over corpora and catalogues, on Apache Spark. Four rooms: {@code job} speaks to Spark and
 * {@code store} to Hadoop's file systems, {@code child} starts and watches worker processes, and {@code item} is what runs
 * in those: one clip, one render, one score, by the functions that the command calls on one machine. Only {@code item} loads
 * Keylight's native libraries, so that Spark's class path and Keylight's meet nowhere and a decoder that crashes takes no
 * executor with it.
 */
package dev.keylight.spark;
