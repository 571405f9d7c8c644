// validate.cjs SCHEMA DATA: exits 0 where DATA is valid, else prints why not.
const { readFileSync } = require("node:fs")
const Ajv = require("ajv/dist/2020").default
// An "if" needs no type of its own, hence strictTypes.
const [schema, data] = process.argv.slice(2).map((f) => JSON.parse(readFileSync(f, "utf8")))
const validate = new Ajv({ strict: true, strictTypes: false, allErrors: true }).compile(schema)
if (!validate(data)) {
  console.error(JSON.stringify(validate.errors.slice(0, 5), null, 2))
  process.exit(1)
}
