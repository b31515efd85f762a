// Measures the page in Chromium, and takes its pictures.
//   node browser.mjs measure http://localhost:7411
//   node browser.mjs live http://localhost:7411 camera.mjpeg
//   node browser.mjs pictures http://localhost:7411 FOLDER
import { chromium } from 'playwright-core';

const [, , what, address, extra] = process.argv;
// What Chromium does by itself on a machine without a graphics card: the page by the processor, WebGL by SwiftShader.
const software = ['--no-sandbox', '--enable-unsafe-swiftshader'];

async function open(options = {}, args = software) {
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args });
  const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options })).newPage();
  page.on('pageerror', (error) => console.error('page:', error.message));
  if (process.env.PAGE) {
    // A page that was built but is not in the running server yet.
    await page.route(/\/(studio\.(js|css))?$/, (route) => {
      const name = new URL(route.request().url()).pathname.slice(1) || 'index.html';
      return route.fulfill({ path: `${process.env.PAGE}/${name}` });
    });
  }
  return { browser, page };
}

async function ready(page) {
  await page.goto(address);
  await page.waitForSelector('html[data-ready]', { timeout: 60000 });
  await page.waitForTimeout(2500);
}

const quantile = (values, share) => {
  const sorted = [...values].sort((a, b) => a - b);
  return Math.round(10 * sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]) / 10;
};

async function measure() {
  const { browser, page } = await open();
  await ready(page); // studies are kept from now on
  await page.reload();
  await page.waitForSelector('html[data-ready]');
  await page.waitForTimeout(2500);
  const loaded = await page.evaluate(() => ({
    firstPaintMs: performance.getEntriesByName('first-contentful-paint')[0]?.startTime,
    pageBytesUnlessCached: [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
      .filter((e) => /\/$|studio\.(js|css)$|icon\.svg$/.test(e.name)).reduce((sum, e) => sum + e.encodedBodySize, 0),
    allBytes: [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')].reduce((sum, e) => sum + e.encodedBodySize, 0),
  }));
  console.log(JSON.stringify(loaded));
  await drag(page, browser, 5, false);
  await drag(page, browser, 3, true);
  await browser.close();
}

/**
 * A hand that moves the light's handle sixty times a second. Two clocks: the page's, from the moment the browser took the
 * hand's event to the moment the drawing that holds it is finished and its pixels were read and differ; and the browser's own
 * (its trace's EventLatency), from the event to the frame on the screen.
 */
async function drag(page, browser, seconds, traced) {
  const ball = await page.locator('.ball').boundingBox();
  await page.evaluate(() => {
    const canvas = document.querySelector('.frame canvas');
    const gl = canvas.getContext('webgl2');
    Object.assign(globalThis, { waiting: [], latencies: [], drawings: 0, unchanged: 0, cost: 0, last: '' });
    document.querySelector('.ball').addEventListener('pointermove', (event) => waiting.push(event.timeStamp));
    canvas.addEventListener('drawn', (event) => {
      // Twelve places over the middle of what is seen.
      const seen = [];
      const pixel = new Uint8Array(4);
      for (let i = 0; i < 12; i++) {
        gl.readPixels(canvas.width * (0.35 + 0.1 * (i % 4)), canvas.height * (0.45 + 0.12 * Math.floor(i / 4)), 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, pixel);
        seen.push(...pixel);
      }
      const now = performance.now();
      const held = waiting.filter((at) => at < event.detail);
      waiting = waiting.filter((at) => at >= event.detail);
      if (held.length) {
        drawings++;
        unchanged += seen.join() === last;
        cost += now - event.detail;
        latencies.push(...held.map((at) => now - at));
      }
      last = seen.join();
    });
  });
  const client = await page.context().newCDPSession(page);
  const events = [];
  if (traced) {
    await browser.startTracing(page, { categories: ['cc', 'input', 'benchmark', 'latencyInfo'] });
  }
  const [x, y] = [ball.x + ball.width / 2, ball.y + ball.height / 2];
  const send = (type, mx, my) => client.send('Input.dispatchMouseEvent', { type, x: mx, y: my, button: 'left', buttons: 1, clickCount: 1 });
  await send('mousePressed', x, y);
  const begun = performance.now();
  for (let i = 0; performance.now() - begun < 1000 * (seconds + 1); i++) {
    if (Math.abs(performance.now() - begun - 1000) < 9) {
      // The first second is for finding the size that the machine can draw.
      await page.evaluate(() => Object.assign(globalThis, { latencies: [], drawings: 0, unchanged: 0, cost: 0 }));
    }
    events.push(send('mouseMoved', x + 70 * Math.cos(i / 12), y + 70 * Math.sin(i / 12)).catch(() => {}));
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, begun + (1000 / 60) * (i + 1) - performance.now())));
  }
  const result = await page.evaluate(() => ({ latencies, drawings, unchanged, cost, size: [document.querySelector('.frame canvas').width, document.querySelector('.frame canvas').height] }));
  await send('mouseReleased', x, y);
  await Promise.all(events);
  const told = {
    drawingsPerSecond: Math.round((10 * result.drawings) / seconds) / 10, unchanged: result.unchanged, drawnAt: result.size.join('×'),
    meanDrawingMs: Math.round((10 * result.cost) / result.drawings) / 10,
    dragToPixelsMedianMs: quantile(result.latencies, 0.5), dragToPixelsP95Ms: quantile(result.latencies, 0.95),
  };
  if (traced) {
    const trace = JSON.parse((await browser.stopTracing()).toString());
    const open = new Map();
    const took = [];
    for (const event of trace.traceEvents.filter((one) => one.name === 'EventLatency')) {
      const key = `${event.pid} ${JSON.stringify(event.id2 ?? event.id)}`;
      const type = event.args?.event_latency?.event_type;
      if (event.ph === 'b' || event.ph === 'S') {
        open.set(key, { at: event.ts, type });
      } else if ((event.ph === 'e' || event.ph === 'F') && open.has(key)) {
        const { at, type: kind } = open.get(key);
        if (/DRAG|MOUSE_MOVE/.test(type ?? kind ?? '')) {
          took.push((event.ts - at) / 1000);
        }
        open.delete(key);
      }
    }
    told.handToScreenEvents = took.length;
    told.handToScreenMedianMs = took.length ? quantile(took, 0.5) : null;
    told.handToScreenP95Ms = took.length ? quantile(took, 0.95) : null;
  }
  console.log(JSON.stringify(told));
}

async function live() {
  // A machine without a GPU emulates WebGL at the price of everything else; live mode needs none.
  const { browser, page } = await open({ permissions: ['camera'] }, [
    '--no-sandbox', '--disable-gpu', '--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${extra}`,
  ]);
  await page.goto(address);
  await page.waitForSelector('.card.portrait img', { timeout: 60000 });
  await page.click('.top >> text=Live');
  await page.click('text=Start the camera');
  await page.waitForFunction(() => globalThis.keylightLive.measured.length > 60, null, { timeout: 90000 });
  await page.waitForTimeout(10000);
  console.log(JSON.stringify(await page.evaluate(() => {
    const recent = keylightLive.measured.filter((one) => one.at > performance.now() - 8000);
    const ages = recent.map((one) => one.age).sort((a, b) => a - b);
    const canvas = document.querySelector('.livepicture');
    return {
      size: `${canvas.width}×${canvas.height}`,
      framesPerSecond: (recent.length - 1) / ((recent.at(-1).at - recent[0].at) / 1000),
      behindMedianMs: ages[ages.length >> 1],
      behindP95Ms: ages[Math.floor(ages.length * 0.95)],
    };
  })));
  await browser.close();
}

async function pictures() {
  for (const [name, options] of [
    ['desktop-dark', { colorScheme: 'dark' }],
    ['desktop-light', { colorScheme: 'light' }],
    ['phone-dark', { colorScheme: 'dark', viewport: { width: 390, height: 844 } }],
    ['phone-light', { colorScheme: 'light', viewport: { width: 390, height: 844 } }],
  ]) {
    const { browser, page } = await open(options);
    await ready(page);
    if (name.startsWith('phone')) {
      await page.evaluate(() => scrollTo(0, 230));
    }
    await page.screenshot({ path: `${extra}/${name}-1-open.png` });
    await page.evaluate(() => document.querySelector('.preset[data-name="rembrandt"]').click());
    await page.click('button:has-text("Mesh")');
    await page.waitForTimeout(400);
    await page.screenshot({ path: `${extra}/${name}-2-mesh.png` });
    await page.click('button:has-text("Mesh")');
    await page.click('.controls .segmented >> text=Motion');
    await page.screenshot({ path: `${extra}/${name}-3-motion.png` });
    await page.click('.controls .segmented >> text=Output');
    await page.screenshot({ path: `${extra}/${name}-4-output.png` });
    await page.click('.top >> text=Renders');
    await page.waitForTimeout(4000);
    await page.screenshot({ path: `${extra}/${name}-5-renders.png` });
    await browser.close();
  }
}

await { measure, live, pictures }[what]();
