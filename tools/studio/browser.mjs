// Measures the page in Chromium, and takes its pictures.
//   node browser.mjs measure http://localhost:7411
//   node browser.mjs live http://localhost:7411 camera.mjpeg [picture.png]
//   node browser.mjs journey http://localhost:7411 FOLDER portrait.jpg clip.mp4 light.jpg [desktop-dark]
import { readFile } from 'node:fs/promises';
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
      // A line across the middle of what is seen; reading waits for the drawing.
      const seen = new Uint8Array(4 * 64);
      gl.readPixels(canvas.width / 2 - 32, canvas.height * 0.55, 64, 1, gl.RGBA, gl.UNSIGNED_BYTE, seen);
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
  if (process.argv[5]) {
    await page.screenshot({ path: process.argv[5] });
  }
  await browser.close();
}

const LOOKS = [
  ['desktop-dark', { colorScheme: 'dark' }],
  ['desktop-light', { colorScheme: 'light' }],
  ['phone-dark', { colorScheme: 'dark', viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 }],
  ['phone-light', { colorScheme: 'light', viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 }],
];

/**
 * The whole way, in each look, with a picture at every step: journey ADDRESS FOLDER PORTRAIT VIDEO LIGHT-PHOTO [LOOK].
 * It stops with an error where something does not work.
 */
async function journey() {
  const [portrait, video, photo, only] = process.argv.slice(5);
  for (const [look, options] of LOOKS.filter(([name]) => !only || name === only)) {
    const { browser, page } = await open({ ...options, acceptDownloads: true });
    const errors = [];
    page.on('pageerror', (error) => errors.push(error.message));
    let step = 0;
    const shot = async (name) => {
      await page.waitForTimeout(500);
      await page.screenshot({ path: `${extra}/${look}-${String(++step).padStart(2, '0')}-${name}.png` });
    };
    // A finger first scrolls until nothing that sticks lies over the thing.
    const tap = async (what) => {
      await what.first().evaluate((element) => element.scrollIntoView({ block: 'center' }));
      await what.first().click({ timeout: 10000 });
    };
    const tab = (name) => tap(page.locator('.controls .segmented label', { hasText: name }));
    // As a hand does: the file comes with the drop.
    const drop = async (selector, file) => {
      const data = await page.evaluateHandle(async ({ bytes, name, type }) => {
        const transfer = new DataTransfer();
        transfer.items.add(new File([Uint8Array.from(atob(bytes), (c) => c.charCodeAt(0))], name, { type }));
        return transfer;
      }, { bytes: (await readFile(file)).toString('base64'), name: file.split('/').pop(), type: /mp4$/.test(file) ? 'video/mp4' : /png$/.test(file) ? 'image/png' : 'image/jpeg' });
      await page.locator(selector).dispatchEvent('dragover', { dataTransfer: data });
      await page.locator(selector).dispatchEvent('drop', { dataTransfer: data });
    };
    await page.goto(address);
    await page.waitForSelector('html[data-ready]', { timeout: 60000 });
    await shot('open-with-mesh');
    await drop('.card.portrait', portrait);
    await page.waitForFunction((name) => document.querySelector('.card.portrait .file').textContent === name, portrait.split('/').pop(), { timeout: 60000 });
    await page.waitForTimeout(2200);
    await drop('.card.driver, .card.motion', video);
    await page.waitForFunction(() => document.querySelector('.card.motion video')?.readyState > 1 && !document.querySelector('.play').disabled, null, { timeout: 120000 });
    await shot('portrait-and-video-dropped');
    await page.locator('.ball').evaluate((element) => element.scrollIntoView({ block: 'center' }));
    const ball = await page.locator('.ball').boundingBox();
    const before = await page.evaluate(() => document.querySelector('.frame canvas').toDataURL());
    await page.mouse.move(ball.x + ball.width / 2, ball.y + ball.height / 2);
    await page.mouse.down();
    await page.mouse.move(ball.x + ball.width * 0.12, ball.y + ball.height * 0.4, { steps: 12 });
    await page.mouse.up();
    await page.waitForTimeout(1500);
    if (before === await page.evaluate(() => document.querySelector('.frame canvas').toDataURL())) {
      throw new Error('dragging the light changed no pixel');
    }
    await shot('light-dragged');
    await tap(page.locator('.transport .chip', { hasText: 'Key the light' }));
    await page.locator('.transport input').evaluate((input) => { input.value = 600; input.dispatchEvent(new Event('input')); });
    await tap(page.locator('text=+ Second light'));
    await tap(page.locator('.swatch[aria-label=magenta]'));
    await shot('second-light');
    await tap(page.locator('.transport .chip', { hasText: 'Key the light' }));
    await tap(page.locator('.stagebar .chip', { hasText: 'Mesh' }));
    await page.locator('.transport input').evaluate((input) => { input.value = 300; input.dispatchEvent(new Event('input')); });
    await page.waitForTimeout(1200);
    await shot('keyframes-and-mesh-at-a-moment');
    await tap(page.locator('.stagebar .chip', { hasText: 'Mesh' }));
    await drop('.sphere', photo);
    await page.waitForFunction(() => document.querySelector('.card.light .file').textContent, null, { timeout: 60000 });
    await shot('photo-dropped-on-the-ball');
    await page.locator('.wipe').first().evaluate((handle) => { handle.focus(); for (let i = 0; i < 10; i++) handle.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight' })); });
    await page.waitForTimeout(1000);
    await shot('wiped');
    await page.locator('.wipe').first().evaluate((handle) => handle.dispatchEvent(new KeyboardEvent('keydown', { key: 'Home' })));
    await tab('Motion');
    await page.locator('.slider', { hasText: 'Turn' }).locator('input').evaluate((input) => { input.value = 15; input.dispatchEvent(new Event('input')); });
    await page.waitForTimeout(2500);
    await shot('turned-by-a-slider');
    await tab('Output');
    await shot('output-and-engine');
    if (await page.locator('.engine input[value=lcvd]').isEnabled()) {
      await page.locator('.engine input[value=lcvd]').check();
      await page.locator('.enginechoice select').selectOption('lcvd:draft');
      await page.waitForFunction(() => /planned|earlier renders|memory/.test(document.querySelector('.cost').textContent), null, { timeout: 60000 });
      await shot('what-the-model-would-take');
      await page.locator('.engine input[value=warp]').check();
    }
    await tap(page.locator('.render'));
    await page.waitForSelector('.running img[src]', { timeout: 60000 });
    await shot('rendering');
    await page.waitForFunction(() => document.querySelector('.finished video')?.readyState > 1, null, { timeout: 180000 });
    await page.waitForTimeout(4000);
    await shot('done');
    const [download] = await Promise.all([page.waitForEvent('download'), tap(page.locator('.downloads a.primary'))]);
    await download.saveAs(`${extra}/${look}-${download.suggestedFilename()}`);
    await page.locator('.downloads select').selectOption('webm transparent');
    await page.waitForFunction(() => document.querySelectorAll('.history .row').length > 1 && document.querySelector('.finished .clear video')?.readyState > 1, null, { timeout: 240000 });
    await shot('webm-with-alpha');
    await page.reload();
    await page.waitForSelector('html[data-ready]');
    await tap(page.locator('.top .segmented label', { hasText: 'Renders' }));
    await page.waitForSelector('.finished video');
    await page.locator('select[aria-label="Compare with"]').selectOption({ index: 1 });
    await page.waitForTimeout(3000);
    await shot('two-compared-after-a-reload');
    await tap(page.locator('text=Duplicate and tweak'));
    await page.waitForTimeout(3500);
    await shot('duplicated');
    await drop('.card.portrait', process.argv[1]);
    await page.waitForSelector('.toast.error');
    await shot('an-error-in-a-sentence');
    if (errors.length) {
      throw new Error(`the page threw: ${errors.join('; ')}`);
    }
    console.log(look, step, 'steps,', download.suggestedFilename());
    await browser.close();
  }
}

await { measure, live, journey }[what]();
