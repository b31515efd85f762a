/** What runs in a worker process: the one-item functions of training, evaluation and core. Knows neither Spark nor Hadoop. */
package dev.keylight.spark.item;
