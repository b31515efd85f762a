/** Files by URI through Hadoop's file systems: fetched to the local disk, published whole. */
package dev.keylight.spark.store;
