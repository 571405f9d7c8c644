// browse.cjs JOBS: opens pages in one browser without a network and prints what
// it found as JSON. JOBS is a file: [{"file", "widths", "shots", "papers", "axe"}].
const fs = require("fs")
const path = require("path")
const { chromium } = require("playwright-core")
const axe = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8")

const flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync", "--font-render-hinting=none", "--force-device-scale-factor=1"]

async function main(jobs, out) {
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, headless: true, args: flags })
  const found = []
  for (const job of jobs) {
    const got = { file: job.file, console: [], requests: 0, axe: [], shots: [], papers: [], overflow: [], focus: [] }
    const context = await browser.newContext({ offline: true, bypassCSP: false, reducedMotion: "reduce" })
    const page = await context.newPage()
    page.on("console", m => got.console.push(m.text()))
    page.on("pageerror", e => got.console.push(String(e)))
    page.on("dialog", d => { got.console.push("dialog " + d.message()); d.dismiss() })
    page.on("request", () => got.requests++)
    const base = path.join(out, path.basename(job.file, ".html"))
    for (const width of job.widths || [800]) {
      await page.setViewportSize({ width, height: 900 })
      await page.goto("file://" + path.resolve(job.file))
      const wide = await page.evaluate(() => document.documentElement.scrollWidth)
      if (wide > width) got.overflow.push(width + ": " + wide)
      for (const scheme of job.shots || []) {
        await page.emulateMedia({ colorScheme: scheme })
        const file = `${base}.${width}.${scheme}.png`
        await page.screenshot({ path: file, animations: "disabled" })
        got.shots.push(file)
      }
      for (const scheme of !job.axe ? [] : width < 800 ? ["light"] : width > 800 ? ["dark"] : []) {
        await page.emulateMedia({ colorScheme: scheme })
        // The page's policy lets nothing run; the debugger may.
        const results = await page.evaluate(axe + "; axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })")
        for (const v of results.violations) for (const n of v.nodes) got.axe.push(`${width} ${scheme} ${v.id}: ${n.html}`)
      }
    }
    got.text = await page.evaluate(() => document.body.innerText)
    got.foreign = await page.evaluate(() => document.querySelectorAll("script, iframe, object, embed, img, link, form, input, svg, [onclick], [onerror], [onload]").length)
    got.links = await page.evaluate(() => [...document.querySelectorAll("a")].map(a => a.getAttribute("href")))
    got.ids = await page.evaluate(() => [...document.querySelectorAll("[id]")].map(e => e.id))
    got.cell = await page.evaluate(() => { const b = document.querySelector(".refused"); return b ? getComputedStyle(b).backgroundColor : "" })
    await page.keyboard.press("Tab")
    for (let i = 0; i < 3; i++) {
      got.focus.push(await page.evaluate(() => {
        const e = document.activeElement, s = getComputedStyle(e), r = e.getBoundingClientRect()
        return { text: e.innerText, outline: s.outlineStyle, shown: r.left >= 0 && r.top >= 0 && r.width > 0 }
      }))
      await page.keyboard.press("Tab")
    }
    for (const format of job.papers || []) {
      await page.emulateMedia({ colorScheme: "dark", media: "print" })
      const file = `${base}.${format}.pdf`
      await page.pdf({ path: file, format, preferCSSPageSize: false })
      got.papers.push(file)
    }
    await context.close()
    found.push(got)
  }
  await browser.close()
  console.log(JSON.stringify(found))
}

const jobs = JSON.parse(fs.readFileSync(process.argv[2], "utf8"))
main(jobs, path.dirname(process.argv[2])).catch(e => { console.error(e); process.exit(1) })
