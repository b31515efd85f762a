/**
 * The metrics with networks behind them.
 *
 * <p>What the paper measures with (ArcFace, Inception, I3D, LPIPS' AlexNet) may not be shipped. So every such metric comes
 * twice: with a network that may, under a name of its own that says which ({@code ID-dlib128}, {@code ST-LPIPS-alex},
 * {@code FD-efficientnet-lite0}), and with TorchScript files that the user supplies, under the paper's name ({@code ID},
 * {@code LPIPS}, {@code FID}). The shipped ones run on OpenCV and are made by {@code tools/eval_models.py}.
 */
package dev.keylight.eval.network;
