/** Worker processes: started, asked for one item at a time, watched, ended. Knows neither Spark nor Keylight. */
package dev.keylight.spark.child;
