/** The driver's program and the tasks that executors run. */
package dev.keylight.spark.job;
