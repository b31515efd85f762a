package dev.keylight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URL;
import java.net.URLClassLoader;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {
  /** Options hold each other's defaults: whichever a program touches first, none may be missing. */
  @ParameterizedTest
  @ValueSource(strings = {"LightOptions", "MotionOptions", "OutputOptions", "RenderOptions"})
  void the_defaults_are_whole_whichever_class_is_used_first(String first) throws ReflectiveOperationException {
    URL[] here = {RenderOptions.class.getProtectionDomain().getCodeSource().getLocation()};
    ClassLoader apart = new ClassLoader(null) {
      private final URLClassLoader own = new URLClassLoader(here, OptionsTest.class.getClassLoader()) {
        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
          Class<?> known = findLoadedClass(name);
          return known != null ? known : name.startsWith("dev.keylight.") ? findClass(name) : super.loadClass(name, resolve);
        }
      };

      @Override
      protected Class<?> findClass(String name) throws ClassNotFoundException {
        return own.loadClass(name);
      }
    };
    Class.forName("dev.keylight." + first, true, apart);
    Object options = Class.forName("dev.keylight.RenderOptions", true, apart).getField("DEFAULT").get(null);
    for (String part : new String[] {"light", "motion", "output"}) {
      assertThat(options.getClass().getMethod(part).invoke(options)).as(part).isNotNull();
    }
  }

  @ParameterizedTest
  @ValueSource(floats = {-0.1f, 2.1f, Float.NaN})
  void what_is_out_of_range_is_refused_by_name(float strength) {
    assertThatThrownBy(() -> new LightOptions(strength, 0, true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("light strength must be between 0 and 2");
  }
}
