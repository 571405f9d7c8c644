// validate-html.cjs FILE...: checks pages with html-validate and prints what it
// finds.
const { HtmlValidate } = require("html-validate")
async function main(files) {
  const htmlvalidate = new HtmlValidate({ extends: ["html-validate:recommended"], rules: { "long-title": "off", "no-trailing-whitespace": "off" } })
  let bad = false
  for (const file of files) {
    const report = await htmlvalidate.validateFile(file)
    for (const r of report.results) for (const m of r.messages) {
      console.log(`${file}:${m.line}:${m.column}: ${m.ruleId}: ${m.message}`)
      bad = true
    }
  }
  process.exit(bad ? 1 : 0)
}
main(process.argv.slice(2))
