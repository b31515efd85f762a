// Measures the page in Chromium, and takes its pictures.
//   node browser.mjs measure http://localhost:7411
//   node browser.mjs live http://localhost:7411 camera.mjpeg
//   node browser.mjs pictures http://localhost:7411 FOLDER
import { chromium } from 'playwright-core';

const [, , what, address, extra] = process.argv;
const software = ['--no-sandbox', '--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'];

async function open(options = {}, args = software) {
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args });
  const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options })).newPage();
  page.on('pageerror', (error) => console.error('page:', error.message));
  return { browser, page };
}

async function ready(page) {
  await page.goto(address);
  await page.waitForSelector('html[data-ready]', { timeout: 60000 });
  await page.waitForTimeout(1800);
}

async function measure() {
  const { browser, page } = await open({ viewport: { width: 1000, height: 640 } });
  await ready(page); // studies are kept from now on
  await page.reload();
  await page.waitForSelector('html[data-ready]');
  await page.waitForTimeout(1500);
  const loaded = await page.evaluate(() => ({
    firstPaintMs: performance.getEntriesByName('first-contentful-paint')[0]?.startTime,
    pageBytesUnlessCached: [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
      .filter((e) => /\/$|studio\.(js|css)$|icon\.svg$/.test(e.name)).reduce((sum, e) => sum + e.encodedBodySize, 0),
    allBytes: [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')].reduce((sum, e) => sum + e.encodedBodySize, 0),
  }));
  console.log(JSON.stringify(loaded));
  const ball = await page.locator('.ball').boundingBox();
  await page.evaluate(() => {
    globalThis.drags = [];
    globalThis.frames = 0;
    // From the hand's event to the end of the screen's frame in which the face was drawn.
    document.querySelector('.ball').addEventListener('pointermove', (event) => {
      requestAnimationFrame(() => {
        const channel = new MessageChannel();
        channel.port1.onmessage = () => drags.push(performance.now() - event.timeStamp);
        channel.port2.postMessage(0);
      });
    });
    const count = () => { frames++; requestAnimationFrame(count); };
    requestAnimationFrame(count);
  });
  const [x, y] = [ball.x + ball.width / 2, ball.y + ball.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  const begun = Date.now();
  await page.evaluate(() => { globalThis.frames = 0; });
  for (let i = 0; i < 15; i++) {
    await page.mouse.move(x + 80 * Math.cos(i / 8), y + 80 * Math.sin(i / 8));
  }
  const seconds = (Date.now() - begun) / 1000;
  await page.mouse.up();
  const drag = await page.evaluate(() => {
    const sorted = drags.sort((a, b) => a - b);
    return { frames, dragMedianMs: sorted[sorted.length >> 1], dragP95Ms: sorted[Math.floor(sorted.length * 0.95)] };
  });
  console.log(JSON.stringify({ ...drag, framesPerSecond: drag.frames / seconds }));
  await browser.close();
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
