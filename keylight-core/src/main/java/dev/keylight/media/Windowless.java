package dev.keylight.media;

import java.lang.reflect.Field;
import java.util.Map;
import org.bytedeco.javacpp.ClassProperties;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.opencv.presets.opencv_highgui;

/**
 * Lets OpenCV's further modules (guided filter, optical flow, BRISQUE) load where there are no windows. Their bindings first load the
 * one of {@code highgui}, which on Linux wants GTK 2, although none of them is linked to it; without GTK nothing of them works. JavaCPP
 * has no switch for leaving a library out, so {@code highgui} is entered among those it has loaded already.
 */
final class Windowless {
  private Windowless() {}

  /** To be called before any of those modules is used. Should JavaCPP keep its list otherwise one day, GTK is needed as before. */
  static void prepare() {
    ClassProperties windows = Loader.loadProperties(opencv_highgui.class, Loader.loadProperties(), false);
    try {
      Field list = Loader.class.getDeclaredField("loadedLibraries");
      list.setAccessible(true);
      @SuppressWarnings("unchecked")
      Map<String, String> loaded = (Map<String, String>) list.get(null);
      // JavaCPP's own lock on it.
      synchronized (Loader.class) {
        windows.get("platform.library").forEach(name -> loaded.putIfAbsent(name, ""));
        windows.get("platform.link").forEach(name -> loaded.putIfAbsent(name, ""));
      }
    } catch (ReflectiveOperationException | RuntimeException e) {
      // Then they load as JavaCPP would have it.
    }
  }
}
