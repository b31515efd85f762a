/**
 * What a render will need, told before it starts: memory from the sizes in the {@code config.json} files, time from the
 * multiplications of one pass and a measured product of matrices. The plan takes the largest choices that fit into what is
 * free and says in one line what it chose; when memory runs out all the same, the render goes on with a smaller one.
 *
 * <p>What can be made smaller without changing the result is the number of frames decoded together and the number of
 * adapters' maps kept. Networks are opened one after the other and conditions are looked at one after the other in every
 * plan. Window length and precision change the result, and are the user's to choose.
 */
package dev.keylight.lcvd.plan;
