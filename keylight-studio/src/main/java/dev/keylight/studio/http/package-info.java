/**
 * The studio's HTTP face: the page, and the API that page and pipelines share, described by {@code /openapi.json}.
 *
 * <p>{@link dev.keylight.studio.http.Guard} stands before every route: a browser on this machine will send requests here for
 * any page that asks it to, so Host and Origin must be ours, and nothing is readable across origins. {@link
 * dev.keylight.studio.http.Problems} turns every failure into one sentence as {@code application/problem+json}, without
 * folders and stack traces. Routes are grouped by what they are about; what is untrusted goes to a worker.
 */
package dev.keylight.studio.http;
