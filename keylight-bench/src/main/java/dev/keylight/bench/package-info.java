/**
 * How long the hot loops take, each beside the naive form that says what it computes. Whether both compute the same is
 * tested where the loops live; here only time counts.
 *
 * <p>{@code mvn -q -pl keylight-bench -am package -DskipTests}, then {@code java -cp
 * "keylight-bench/target/classes:keylight-bench/target/lib/*" org.openjdk.jmh.Main -f 1 -wi 3 -i 5 -w 1 -r 1}, with a
 * name such as {@code Raster} at the end for some of them. {@code keylight bench} times whole renders instead.
 */
package dev.keylight.bench;
