/**
 * Files of weights, read as they were published.
 *
 * <p>Three containers occur: safetensors, PyTorch's zip ({@code .pth}, {@code .bin}) and PyTorch's older stream of pickles
 * (often named {@code .tar}). {@link dev.keylight.lcvd.checkpoint.Checkpoint} tells them apart by their first bytes and
 * offers all of them as one thing: names, shapes, and tensors that are views of the memory-mapped file, so that opening
 * six gigabytes costs neither time nor memory.
 *
 * <p>Files come from strangers. A pickle is a program; {@link dev.keylight.lcvd.checkpoint.Unpickler} runs none of it: it
 * builds dictionaries, lists, numbers and text, and knows a short list of constructors by name. Any other name ends the
 * reading with an error that says which. Every offset, length, shape and stride is checked against the file before a
 * tensor is made of it.
 *
 * <p>{@link dev.keylight.lcvd.checkpoint.Parameters} is how a network asks for its weights: by name and shape, strictly.
 * The same request, asked of {@link dev.keylight.lcvd.checkpoint.DeclaredParameters}, yields the network's list of keys
 * without a byte of memory.
 */
package dev.keylight.lcvd.checkpoint;
