/**
 * What outlives the process: uploads, jobs and their results, in an embedded SQL database and files beside it.
 *
 * <p>{@link dev.keylight.studio.store.Database} opens SQLite in write-ahead mode, synchronous to the disk, and brings its
 * tables up to date from numbered SQL files. A row is written before an answer is given, so that whatever a client was
 * told survives the power going out. Files get their final name when they are whole; names come from here, never from
 * people.
 */
package dev.keylight.studio.store;
