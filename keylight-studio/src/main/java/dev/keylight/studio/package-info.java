/**
 * The studio: {@code keylight serve}. A local server with a page in which one drags the light, and the API behind it.
 *
 * <p>{@link dev.keylight.studio.Studio} puts the rooms together. {@code http} answers requests, {@code queue} has renders
 * done, {@code store} remembers, {@code worker} is the child process in which everything untrusted is decoded and
 * rendered. The page's source is TypeScript under {@code src/main/web}; what it was built to is committed as a resource,
 * so that nobody needs Node to use it.
 */
package dev.keylight.studio;
