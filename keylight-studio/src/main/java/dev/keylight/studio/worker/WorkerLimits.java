package dev.keylight.studio.worker;

/**
 * What a worker may take before it is ended.
 *
 * @param heapMegabytes of the Java heap
 * @param residentMegabytes of memory in all
 * @param fileMegabytes the largest file it may write
 * @param pictureMegapixels the largest picture OpenCV decodes for it
 * @param niceness how far it stands back for the server, 0 to 19
 */
public record WorkerLimits(
    int heapMegabytes, int residentMegabytes, int fileMegabytes, int pictureMegapixels, int niceness) {
  /** For renders and studies: room for a long clip at 2048 pixels. */
  public static final WorkerLimits RENDER = new WorkerLimits(1024, 4096, 8192, 101, 5);
  /** For live pictures, which are small; native libraries may still have to be unpacked. */
  public static final WorkerLimits LIVE = new WorkerLimits(512, 2048, 1024, 2, 0);
}
