package dev.keylight.studio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page in a real browser, where there is one. */
class PageTest {
  @TempDir static Path folder;

  @BeforeAll
  static void needsABrowser() {
    assumeTrue(Chromium.installed().isPresent(), "no Chromium on this machine, so the page is not tried in one; apt-get install chromium");
  }

  @Test
  void from_a_dropped_portrait_to_a_downloaded_render() throws Exception {
    try (TestStudio studio = TestStudio.in(folder.resolve("data"));
        Chromium page = new Chromium(Chromium.installed().orElseThrow(), folder.resolve("profile"), 960, 640)) {
      page.open(studio.studio.address());

      // The hand moves the light, and the face follows.
      JsonNode before = page.evaluate(BRIGHTNESS);
      page.await(AT_REST.formatted(".ball"));
      JsonNode ball = page.evaluate("(({x, y, width, height}) => [x, y, width, height])(document.querySelector('.ball').getBoundingClientRect())");
      double x = ball.get(0).asDouble() + ball.get(2).asDouble() / 2;
      double y = ball.get(1).asDouble() + ball.get(3).asDouble() / 2;
      page.mouse("mousePressed", x, y);
      page.mouse("mouseMoved", x - 90, y);
      page.mouse("mouseReleased", x - 90, y);
      TestStudio.await(
          "with the light at the left the left of the face is brighter than " + before,
          () -> page.evaluate(BRIGHTNESS),
          after -> after.get(0).asDouble() - after.get(1).asDouble() > before.get(0).asDouble() - before.get(1).asDouble() + 8);

      // Another portrait, by the dialogue.
      page.evaluate("document.querySelector('.card.portrait .well').click()");
      page.giveFile(Files.copy(folder.resolve("data/uploads/example-portrait.png"), folder.resolve("mine.png")));
      page.await("document.querySelector('.card.portrait .file').textContent === 'mine.png'");

      // A keyframe, another light later, and a render.
      page.await("!document.querySelector('.play').disabled");
      page.evaluate(CLICK.formatted("Key the light here"));
      page.evaluate("(() => { const s = document.querySelector('.transport input'); s.value = 500; s.dispatchEvent(new Event('input')); })()");
      page.evaluate("document.querySelector('.preset[data-name=\"golden-hour\"]').click()");
      page.evaluate(CLICK.formatted("Key the light here"));
      page.await("document.querySelectorAll('.keyframe').length === 2");
      page.evaluate("document.querySelector('.controls .segmented input[value=output]').click()");
      page.evaluate("(() => { const s = [...document.querySelectorAll('.slider')].find((e) => e.textContent.startsWith('Length')).querySelector('input'); s.value = 0.5; s.dispatchEvent(new Event('input')); })()");
      page.evaluate("document.querySelector('.render').click()");
      page.await("document.querySelector('.finished video')?.readyState > 1");
      assertThat(page.evaluate("fetch(document.querySelector('.downloads a').href).then((r) => r.blob()).then((b) => b.size)").asInt()).isGreaterThan(1000);

      // It is there again after a reload.
      page.open(studio.studio.address());
      page.evaluate("document.querySelector('.top input[value=renders]').click()");
      page.await("document.querySelector('.history .row strong')?.textContent.startsWith('mine.png')");
      assertThat(page.errors()).isEmpty();
      assertThat(page.evaluate("performance.getEntriesByType('resource').every((e) => e.name.startsWith(location.origin) || e.name.startsWith('blob:'))").asBoolean())
          .as("nothing is fetched from anywhere else").isTrue();
    }
  }

  @Test
  void the_preview_is_what_the_engine_renders() throws Exception {
    try (TestStudio studio = TestStudio.in(folder.resolve("honest"));
        Chromium page = new Chromium(Chromium.installed().orElseThrow(), folder.resolve("honest-profile"), 960, 640)) {
      page.open(studio.studio.address());
      page.await("document.querySelector('.preset[data-name=\"split\"]')");
      for (String light : new String[] {"split", "neon"}) {
        JsonNode done =
            studio.await(
                studio.job("{\"operation\": \"relight\", \"portrait\": {\"upload\": \"example-portrait\"}, \"light\": {\"said\": \"" + light + "\"}, \"format\": \"png\"}"),
                "done");
        page.evaluate("document.querySelector('.preset[data-name=\"" + light + "\"]').click()");
        String difference = DIFFERENCE.formatted(done.at("/links/poster").asText());
        TestStudio.await("mean difference over the face under " + light + ", of 255, less than 10", () -> page.evaluate(difference).asDouble(), off -> off < 10);
      }
    }
  }

  @Test
  void everything_is_there_has_a_name_and_can_be_read() throws Exception {
    try (TestStudio studio = TestStudio.in(folder.resolve("names"));
        Chromium page = new Chromium(Chromium.installed().orElseThrow(), folder.resolve("names-profile"), 1200, 800)) {
      page.open(studio.studio.address());
      page.await("document.querySelector('.preset[data-name=\"split\"]')");
      for (String control : new String[] {
        "Portrait: choose a file", "Motion: choose a file", "Light: choose a file", "Key light", "Second light", "Softness", "Intensity", "Ambient", "Exposure",
        "Strength", "Any colour", "Wipe to the original", "Mesh", "Zoom in", "Zoom out", "Time in the driver", "Play", "Key the light here", "Light or dark", "Live", "Renders",
        "Alignment", "Counts from", "Expression", "Mouth", "Gaze", "Eyes open", "Lips close", "Turn", "Nod", "Tilt", "Look aside", "Format", "Background", "Size", "Quality", "warp", "patient",
        "astronaut", "talking", "webcam"
      }) {
        page.await(ON_ANY_PANEL.formatted(control));
      }
      for (String theme : new String[] {"dark", "light"}) {
        page.evaluate("document.documentElement.dataset.theme = '" + theme + "'");
        assertThat(page.evaluate(NAMELESS).toString()).as("controls without a name").isEqualTo("[]");
        assertThat(page.evaluate(PALE).toString()).as("text of less contrast than 4.5 in the %s look", theme).isEqualTo("[]");
      }
      assertThat(page.errors()).isEmpty();
    }
  }

  /** Whether something is where it was two drawings ago. */
  private static final String AT_REST =
      """
      ((place) => { const before = window.place; window.place = place; return before === place; })
      (JSON.stringify(document.querySelector('%s').getBoundingClientRect()))""";

  /** Whether a control or a word is somewhere on the page or on one of the three panels. */
  private static final String ON_ANY_PANEL =
      """
      (() => {
        const has = () => [...document.querySelectorAll('button, input, label, select, [aria-label]')]
          .some((e) => [e.getAttribute('aria-label'), e.textContent].some((text) => text?.includes('%s')));
        return ['light', 'motion', 'output'].some((panel) => {
          document.querySelector(`.controls .segmented input[value=${panel}]`).click();
          return has();
        });
      })()""";

  /** Controls that a screen reader could not name. */
  private static final String NAMELESS =
      """
      (() => {
        const nameless = [];
        for (const panel of ['light', 'motion', 'output']) {
          document.querySelector(`.controls .segmented input[value=${panel}]`).click();
          for (const e of document.querySelectorAll('button, input:not([type=file]), select, canvas:not([aria-hidden]), video')) {
            const name = e.getAttribute('aria-label') || e.textContent.trim() || e.title || e.closest('label')?.textContent.trim()
              || (e.id && document.querySelector(`label[for=${e.id}]`)?.textContent) || (e.tagName === 'VIDEO' && e.closest('[aria-label]'));
            if (!name) { nameless.push(e.outerHTML.slice(0, 80)); }
          }
        }
        return nameless;
      })()""";

  /** Texts whose colour is too near to what is behind them (WCAG 2.2, 1.4.3). */
  private static final String PALE =
      """
      (() => {
        const numbers = (colour) => colour.match(/[\\d.]+/g).map(Number);
        const light = ([r, g, b]) => [r, g, b].map((v) => v / 255).map((v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
          .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
        const behind = (e) => { for (; e; e = e.parentElement) { const c = numbers(getComputedStyle(e).backgroundColor); if ((c[3] ?? 1) > 0.9) { return c; } } return [255, 255, 255]; };
        const pale = [];
        for (const panel of ['light', 'motion', 'output']) {
          document.querySelector(`.controls .segmented input[value=${panel}]`).click();
          for (const e of document.querySelectorAll('body *')) {
            const own = [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim());
            if (!own || !e.checkVisibility() || e.closest(':disabled') || e.tagName === 'OPTION' || e.tagName === 'NOSCRIPT') { continue; }
            const a = light(numbers(getComputedStyle(e).color)), b = light(behind(e));
            const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
            if (contrast < 4.5) { pale.push(`${e.textContent.slice(0, 20)} ${contrast.toFixed(2)}`); }
          }
        }
        return [...new Set(pale)];
      })()""";

  /** Mean difference between the stage and a picture of the same portrait, over the face, at 48 pixels square. */
  private static final String DIFFERENCE =
      """
      (async () => {
        const rendered = await createImageBitmap(await (await fetch('%s')).blob());
        const answer = await (await fetch('/v1/portraits', {method: 'POST', body: '{"upload": "example-portrait"}'})).json();
        const f = answer.faces[0], side = 48;
        const small = (from, width) => { const k = width / answer.width, to = new OffscreenCanvas(side, side), c = to.getContext('2d');
          c.imageSmoothingQuality = 'high'; c.drawImage(from, k * f.x, k * f.y, k * f.width, k * f.height, 0, 0, side, side);
          return c.getImageData(0, 0, side, side).data; };
        const stage = document.querySelector('.frame canvas');
        const a = small(stage, stage.width), b = small(rendered, rendered.width);
        let sum = 0;
        for (let i = 0; i < a.length; i++) { sum += Math.abs(a[i] - b[i]); }
        return sum / (3 * side * side);
      })()""";

  private static final String CLICK = "[...document.querySelectorAll('button')].find((b) => b.textContent.includes('%s')).click()";

  /** Mean of the left and of the right half of the face on the stage, 0 to 255. */
  private static final String BRIGHTNESS =
      """
      (async () => {
        await new Promise((r) => requestAnimationFrame(() => requestAnimationFrame(r)));
        const from = document.querySelector('.frame canvas');
        const box = (await (await fetch('/v1/portraits', {method: 'POST', body: '{"upload": "example-portrait"}'})).json());
        const f = box.faces[0], k = from.width / box.width;
        const to = new OffscreenCanvas(2, 1), c = to.getContext('2d');
        const mean = (x) => { c.drawImage(from, k * x, k * (f.y + f.height * 0.35), k * f.width * 0.3, k * f.height * 0.4, 0, 0, 1, 1);
          const p = c.getImageData(0, 0, 1, 1).data; return (p[0] + p[1] + p[2]) / 3; };
        return [mean(f.x + f.width * 0.08), mean(f.x + f.width * 0.62)];
      })()""";
}
