/** A run's configuration: one YAML file over defaults, in which nothing may be misspelt. */
package dev.keylight.train.config;
