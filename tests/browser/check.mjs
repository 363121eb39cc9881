// The health check's page in a real browser: accessible, valid, usable when narrow, by keyboard, without styles and on
// paper, with no script and no network. Use: node check.mjs OVERSIGHT_BINARY

import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

import { chromium } from "playwright-core";

const require = createRequire(import.meta.url);
const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const vnu = join(dirname(require.resolve("vnu-jar/package.json")), "build/dist/vnu.jar");
const browserPath = process.env.CHROMIUM || "/usr/bin/chromium";

const stories = ["haringey", "luton", "newcastle", "st-helens", "tameside"];
const variants = { full: [], senior: ["--audience", "senior"], "one-page": ["--one-page"] };
const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"];

let passed = 0;
let failed = 0;

// Each check gives what is wrong, one line each: none is a pass.
async function check(name, find) {
  let wrong;
  try {
    wrong = await find();
  } catch (error) {
    wrong = [String(error)];
  }
  if (wrong.length === 0) {
    passed += 1;
    return;
  }
  failed += 1;
  console.log(`failed: ${name}`);
  for (const line of wrong) console.log(`    ${line}`);
}

function write(binary, story, options, path) {
  const given = ["report", `examples/${story}`, "--month", "2026-10", ...options, "-o", path];
  const run = spawnSync(binary, given, { cwd: root, encoding: "utf8" });
  // The page is written too where the audit found something (1) or rows were left out (3).
  if (![0, 1, 3].includes(run.status)) {
    throw new Error(`oversight ${given.join(" ")} ended with ${run.status}: ${run.stderr}`);
  }
}

async function opened(context, path) {
  const page = await context.newPage();
  const noise = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) noise.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => noise.push(`error: ${error}`));
  page.on("request", (request) => {
    if (request.url() !== pathToFileURL(path).href) noise.push(`asks for ${request.url()}`);
  });
  await page.goto(pathToFileURL(path).href);
  return { page, noise };
}

async function violations(page) {
  await page.evaluate(axe);
  const result = await page.evaluate((values) => axe.run(document, { runOnly: { type: "tag", values } }), tags);
  if (result.passes.length < 10) return [`only ${result.passes.length} rules were looked at`];
  return result.violations.flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${node.target} ${node.failureSummary}`));
}

async function narrow(page) {
  await page.setViewportSize({ width: 320, height: 640 });
  const [width, hidden] = await page.evaluate(() => [
    document.documentElement.scrollWidth,
    // What is wider than the screen must stand in a part that scrolls by itself.
    [...document.body.querySelectorAll("*")]
      .filter((one) => one.getBoundingClientRect().right > 321 && !one.closest(".scroll"))
      .map((one) => one.outerHTML.slice(0, 80)),
  ]);
  await page.setViewportSize({ width: 1100, height: 900 });
  const wrong = hidden.map((one) => `sticks out at 320 px: ${one}`);
  return width > 320 ? [`the page is ${width} px wide on a screen of 320 px`, ...wrong] : wrong;
}

async function keyboard(page) {
  const wrong = [];
  await page.evaluate(() => {
    window.scrollTo(0, 0);
    document.activeElement?.blur();
  });
  const expected = await page.evaluate(() => {
    const all = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")];
    const reached = all.filter((one) => one.tabIndex >= 0);
    reached.forEach((one, nth) => one.setAttribute("data-nth", nth));
    return reached.map((one) => one.outerHTML.slice(0, 80));
  });
  if (expected.length < 2) wrong.push(`${expected.length} places to reach`);
  for (const [nth, html] of expected.entries()) {
    await page.keyboard.press("Tab");
    const at = await page.evaluate(() => {
      const one = document.activeElement;
      const box = one.getBoundingClientRect();
      const style = getComputedStyle(one);
      return {
        nth: one.getAttribute("data-nth"),
        name: one.outerHTML.slice(0, 80),
        seen: box.width > 0 && box.right > 0 && box.bottom > 0 && box.top < innerHeight && box.left < innerWidth,
        outlined: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
        words: one.textContent,
      };
    });
    if (at.nth !== String(nth)) {
      wrong.push(`tab ${nth + 1} reaches ${at.name}, expected ${html}`);
      break;
    }
    if (nth === 0 && !at.words.startsWith("Skip to")) wrong.push(`the first place is ${at.name}, expected the skip link`);
    if (!at.seen) wrong.push(`focused out of sight: ${at.name}`);
    if (!at.outlined) wrong.push(`focused without an outline: ${at.name}`);
  }
  if ((await page.locator("a.skip").count()) !== 1) return [...wrong, "no skip link"];
  await page.locator("a.skip").focus();
  await page.keyboard.press("Enter");
  const landed = await page.evaluate(() => document.activeElement.id);
  if (landed !== "main") wrong.push(`the skip link leads to \`${landed}\`, expected \`main\``);
  return wrong;
}

async function unstyled(page) {
  const wrong = await page.evaluate(() => {
    window.scrollTo(0, 0);
    document.querySelectorAll("style").forEach((one) => one.remove());
    const wrong = [];
    const levels = [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].map((one) => Number(one.tagName[1]));
    if (levels[0] !== 1 || levels.filter((level) => level === 1).length !== 1) wrong.push(`headings: ${levels}`);
    levels.forEach((level, nth) => {
      if (nth > 0 && level > levels[nth - 1] + 1) wrong.push(`heading ${nth + 1} skips a level`);
    });
    let before = -1;
    for (const one of document.querySelectorAll("h1, h2, table, figure")) {
      const box = one.getBoundingClientRect();
      if (box.height === 0) wrong.push(`not to be seen: ${one.outerHTML.slice(0, 60)}`);
      if (box.top < before) wrong.push(`stands above what it follows: ${one.outerHTML.slice(0, 60)}`);
      before = box.top;
    }
    for (const one of document.querySelectorAll("svg[role=img] rect, svg[role=img] text, svg[role=img] circle")) {
      if (!one.hasAttribute("fill")) wrong.push(`a shape without a fill of its own: ${one.outerHTML.slice(0, 60)}`);
    }
    if (document.querySelectorAll("script, link, img, iframe, object").length > 0) wrong.push("has a script or a file of its own");
    for (const svg of document.querySelectorAll("svg[role=img]")) {
      if (!svg.querySelector("title")?.textContent || !svg.querySelector("desc")?.textContent) wrong.push("a chart without words");
      const box = svg.viewBox.baseVal;
      for (const shape of svg.querySelectorAll("rect, text, circle, line")) {
        const at = shape.getBBox();
        if (at.x < -1 || at.y < -6 || at.x + at.width > box.width + 1 || at.y + at.height > box.height + 1) {
          wrong.push(`sticks out of its chart: ${shape.outerHTML.slice(0, 120)}`);
        }
      }
    }
    return wrong;
  });
  return wrong;
}

async function printed(page, path, onePage) {
  const wrong = [];
  const clipped = async () => {
    // 182 mm: the paper less its margins.
    await page.setViewportSize({ width: 688, height: 1000 });
    return page.evaluate(() =>
      [...document.querySelectorAll("table, svg[role=img], p, li, h1, h2")]
        .filter((one) => one.getBoundingClientRect().right > 689)
        .map((one) => one.outerHTML.slice(0, 80)),
    );
  };
  await page.emulateMedia({ media: "print" });
  for (const one of await clipped()) wrong.push(`cut off on paper: ${one}`);
  await page.emulateMedia({ media: null });
  await page.pdf({ path, preferCSSPageSize: true });
  const about = execFileSync("pdfinfo", [path], { encoding: "utf8" });
  const pages = Number(/^Pages:\s+(\d+)$/m.exec(about)?.[1]);
  if (!/^Page size:.*A4/m.test(about)) wrong.push("the paper is not A4");
  if (!(pages >= 1 && pages <= (onePage ? 1 : 20))) wrong.push(`${pages} pages`);
  const texts = execFileSync("pdftotext", ["-layout", path, "-"], { encoding: "utf8" }).split("\f").slice(0, pages);
  texts.forEach((text, nth) => {
    if (!text.includes("SYNTHETIC DATA")) wrong.push(`page ${nth + 1} is not stamped`);
    if (!text.includes(`page ${nth + 1} of ${pages}`)) wrong.push(`page ${nth + 1} has no number`);
    if (text.replace(/\s/g, "").length < 150) wrong.push(`page ${nth + 1} is all but blank`);
    const lines = text.split("\n").map((line) => line.trim()).filter((line) => line !== "");
    const last = lines.filter((line) => !line.includes(`page ${nth + 1} of ${pages}`)).at(-1) ?? "";
    if (/^\d+\. [A-Z]/.test(last)) wrong.push(`page ${nth + 1} ends with a heading: ${last}`);
  });
  return wrong;
}

function invalid(paths) {
  const run = spawnSync("java", ["-jar", vnu, "--errors-only", "--format", "text", ...paths], { encoding: "utf8" });
  if (run.error) throw run.error;
  const said = `${run.stdout}${run.stderr}`.split("\n").filter((line) => line !== "");
  return run.status === 0 ? [] : [...said, `the checker ended with ${run.status}`];
}

async function main(binary) {
  const folder = mkdtempSync(join(tmpdir(), "pages-"));
  // Without a sandbox of its own: a build machine runs this as root, and the pages are ours.
  const browser = await chromium.launch({
    executablePath: browserPath,
    args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"],
  });
  try {
    const context = await browser.newContext({ offline: true, viewport: { width: 1100, height: 900 } });
    const paths = [];
    for (const story of stories) {
      for (const [variant, options] of Object.entries(variants)) {
        const name = `${story}, ${variant}`;
        const path = join(folder, `${story}-${variant}.html`);
        write(binary, story, options, path);
        paths.push(path);
        const { page, noise } = await opened(context, path);
        await check(`${name}: axe finds nothing`, () => violations(page));
        await check(`${name}: usable at 320 px`, () => narrow(page));
        await check(`${name}: by keyboard`, () => keyboard(page));
        await check(`${name}: on paper`, () => printed(page, path.replace(/html$/, "pdf"), variant === "one-page"));
        await check(`${name}: without styles`, () => unstyled(page));
        await check(`${name}: no network, no error`, () => noise);
        await page.close();
      }
    }
    await check("the Nu checker has no error", () => invalid(paths));
    const planted = join(folder, "planted.html");
    writeFileSync(planted, "<!DOCTYPE html><title>x</title><img src='http://example.invalid/x.png'><h3>x</h3>");
    await check("the checks see a page with faults", () => sees(context, planted));
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true });
  }
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}

// Checks that cannot fail would pass anything.
async function sees(context, path) {
  const { page, noise } = await opened(context, path);
  const found = {
    axe: (await violations(page)).length,
    "the keyboard": (await keyboard(page)).length,
    "no styles": (await unstyled(page)).length,
    "no network": noise.length,
    "the Nu checker": invalid([path]).length,
  };
  await page.close();
  return Object.entries(found).filter(([, wrong]) => wrong === 0).map(([name]) => `${name} found nothing`);
}

if (process.argv.length !== 3) {
  console.error("use: node check.mjs OVERSIGHT_BINARY");
  process.exitCode = 2;
} else {
  await main(resolve(process.argv[2]));
}
